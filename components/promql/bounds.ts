// Between which values an expression's result lies, where its text tells.
import { COMPARISONS } from "./comparison";
import { hasCounterSuffix, isSwitch } from "./metrics";
import { isPartOfWhole } from "./part";
import { type Aggregation, type Binary, type Call, type Expression, unwrapped } from "./syntax/expression";

/** Both ends are included. */
export interface Bounds {
  min: number;
  max: number;
}

const ANY: Bounds = { min: -Infinity, max: Infinity };
const NEVER_NEGATIVE: Bounds = { min: 0, max: Infinity };
const AT_LEAST_ONE: Bounds = { min: 1, max: Infinity };
const SWITCH: Bounds = { min: 0, max: 1 };
const ONE: Bounds = { min: 1, max: 1 };

/** Calls whose result lies within bounds whatever they are given. */
const OF_CALLS: Readonly<Record<string, Bounds>> = {
  abs: NEVER_NEGATIVE,
  absent: ONE,
  absent_over_time: ONE,
  changes: NEVER_NEGATIVE,
  count_over_time: AT_LEAST_ONE,
  day_of_month: { min: 1, max: 31 },
  day_of_week: { min: 0, max: 6 },
  day_of_year: { min: 1, max: 366 },
  days_in_month: { min: 28, max: 31 },
  exp: NEVER_NEGATIVE,
  hour: { min: 0, max: 23 },
  increase: NEVER_NEGATIVE,
  irate: NEVER_NEGATIVE,
  mad_over_time: NEVER_NEGATIVE,
  minute: { min: 0, max: 59 },
  month: { min: 1, max: 12 },
  present_over_time: ONE,
  rate: NEVER_NEGATIVE,
  resets: NEVER_NEGATIVE,
  sgn: { min: -1, max: 1 },
  sqrt: NEVER_NEGATIVE,
  stddev_over_time: NEVER_NEGATIVE,
  stdvar_over_time: NEVER_NEGATIVE,
};

/** Calls whose result lies within the bounds of their series. */
const OF_SERIES = new Set([
  ...["avg_over_time", "min_over_time", "max_over_time", "last_over_time", "first_over_time"],
  ...["label_replace", "label_join", "sort", "sort_desc", "vector", "scalar"],
]);

/** Aggregations whose result lies within the bounds of what they aggregate. */
const WITHIN = new Set(["avg", "min", "max", "topk", "bottomk", "limitk", "limit_ratio", "quantile"]);

export function boundsOf(expression: Expression): Bounds {
  switch (expression.kind) {
    case "number":
      return { min: expression.value, max: expression.value };
    case "string":
      return ANY;
    case "selector":
      if (expression.name === undefined) return ANY;
      if (isSwitch(expression.name)) return SWITCH;
      // Balances and temperatures are called totals as well.
      return hasCounterSuffix(expression.name) && !expression.name.endsWith("_total") ? NEVER_NEGATIVE : ANY;
    case "call":
      return ofCall(expression);
    case "aggregation":
      return ofAggregation(expression);
    case "binary":
      return ofBinary(expression);
    case "sign": {
      const { min, max } = boundsOf(expression.of);
      return expression.text.trimStart().startsWith("-") ? { min: -max, max: -min } : { min, max };
    }
    default:
      return boundsOf(expression.of);
  }
}

/** Seconds of one processor, of which a second holds one. */
const OF_ONE_PROCESSOR = /^(node_cpu_seconds_total|node_cpu_guest_seconds_total|windows_cpu_time_total)$/;

function ofCall({ name, args }: Call): Bounds {
  const [first] = args;
  if (/^i?rate$/.test(name) && first?.kind === "range" && isOfOneProcessor(first.of)) return SWITCH;
  if (name.startsWith("clamp")) return clamped(name, args);
  if (name in OF_CALLS) return OF_CALLS[name] ?? ANY;
  if (OF_SERIES.has(name) && first) return boundsOf(first);
  if (name === "sum_over_time" && first && boundsOf(first).min >= 0) return NEVER_NEGATIVE;
  return ANY;
}

const isOfOneProcessor = (of: Expression) => of.kind === "selector" && OF_ONE_PROCESSOR.test(of.name ?? "");

/** Between the numbers that it is given, where they are numbers. */
function clamped(name: string, [of, ...limits]: readonly Expression[]): Bounds {
  const { min, max } = of ? boundsOf(of) : ANY;
  const [a = ANY, b = ANY] = limits.map(boundsOf);
  const least = name === "clamp_max" ? -Infinity : a.min;
  const most = name === "clamp_min" ? Infinity : name === "clamp_max" ? a.max : b.max;
  return { min: Math.min(Math.max(min, least), most), max: Math.max(Math.min(max, most), least) };
}

function ofAggregation({ operator, of }: Aggregation): Bounds {
  if (operator === "count" || operator === "count_values") return AT_LEAST_ONE;
  if (operator === "group") return ONE;
  if (operator === "stddev" || operator === "stdvar") return NEVER_NEGATIVE;
  const inner = boundsOf(of);
  if (WITHIN.has(operator)) return inner;
  const { min, max } = inner;
  // A sum of one series at least is no smaller than the least of them, where none is negative.
  return operator === "sum" ? { min: min >= 0 ? min : -Infinity, max: max <= 0 ? max : Infinity } : ANY;
}

function ofBinary(expression: Binary): Bounds {
  const { operator, left, right, bool } = expression;
  if (COMPARISONS.has(operator)) return bool ? SWITCH : narrowed(expression);
  const [a, b] = [boundsOf(left), boundsOf(right)];
  switch (operator) {
    case "and":
    case "unless":
      return a;
    case "or":
      return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
    case "+":
      return defined(a.min + b.min, a.max + b.max);
    case "-":
      return defined(a.min - b.max, a.max - b.min);
    case "*":
      return product(a, b);
    case "/":
      if (isPartOfWhole(left, right)) return SWITCH;
      return b.min > 0 || b.max < 0
        ? product(a, { min: 1 / b.max, max: 1 / b.min })
        : a.min >= 0 && b.min >= 0
          ? NEVER_NEGATIVE
          : ANY;
    default:
      return ANY;
  }
}

/** What is left of the left side's values, or of the right side's where a number stands on the left. */
function narrowed({ operator, left, right }: Binary): Bounds {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  if (unwrapped(left).kind === "number") return b;
  switch (operator) {
    case ">":
    case ">=":
      return { min: Math.max(a.min, b.min), max: a.max };
    case "<":
    case "<=":
      return { min: a.min, max: Math.min(a.max, b.max) };
    case "==":
      return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
    default:
      return a;
  }
}

function product(a: Bounds, b: Bounds): Bounds {
  const corners = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max].map((one) =>
    Number.isNaN(one) ? 0 : one,
  );
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

/** Opposite infinities leave nothing known. */
const defined = (min: number, max: number): Bounds => ({
  min: Number.isNaN(min) ? -Infinity : min,
  max: Number.isNaN(max) ? Infinity : max,
});

/** Whether the comparison holds for no pair of values within the bounds, for every pair, or for some. */
export function holds({ operator, left, right }: Binary): "never" | "always" | "sometimes" {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  // NaN equals nothing, itself included, and is neither above nor below anything.
  if ([a.min, a.max, b.min, b.max].some(Number.isNaN)) return operator === "!=" ? "always" : "never";
  const verdict = (never: boolean, always: boolean) => (never ? "never" : always ? "always" : "sometimes");
  const apart = a.max < b.min || a.min > b.max;
  const same = a.min === a.max && b.min === b.max && a.min === b.min;
  switch (operator) {
    case ">":
      return verdict(a.max <= b.min, a.min > b.max);
    case ">=":
      return verdict(a.max < b.min, a.min >= b.max);
    case "<":
      return verdict(a.min >= b.max, a.max < b.min);
    case "<=":
      return verdict(a.min > b.max, a.max <= b.min);
    case "==":
      return verdict(apart, same);
    case "!=":
      return verdict(same, apart);
    default:
      return "sometimes";
  }
}
