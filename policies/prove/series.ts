// From an expression alone: which series give it a wanted value. The inverse of evaluation, for the forms that rules are written in.
import { type Expression, selectorsIn, unwrapped } from "../../components/promql";
import { constantOf, isTime } from "./constants";
import { asked, type Common, outside, Unsolved } from "./labels";

/** What a series does: it stands, or rises by so much a second. */
export interface Shape {
  value: number;
  /** Per second. */
  slope: number;
  /** A counter goes on from where it was; what is compared with the clock is where it must be at its time. */
  continues?: boolean;
}

export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  shape: Shape;
}

type Selector = Extract<Expression, { kind: "selector" }>;

/** Beside what is wanted, where a division or a product needs another side. */
const OTHER = 100;

/** Counters have counted before: at zero, extrapolation is cut. */
const BASE = 1_000_000;

const SAME = new Set([
  ...[
    "abs",
    "ceil",
    "floor",
    "round",
    "label_replace",
    "label_join",
    "sort",
    "sort_desc",
    "scalar",
    "clamp_min",
    "clamp_max",
    "clamp",
  ],
  ...["avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time", "predict_linear"],
]);
const SINGLE = new Set(["sum", "avg", "min", "max", "group", "topk", "bottomk", "quantile", "limitk"]);
const STANDING = (value: number): Shape => ({ value, slope: 0 });

/** Series with which the expression has this value. Throws Unsolved where its form is not known. */
export function seriesFor(expression: Expression, value: number, common: Common, step: number): Series[] {
  const inner = (of: Expression | undefined, wanted: number) => {
    if (!of) throw new Unsolved("an operand is missing");
    return seriesFor(of, wanted, common, step);
  };
  switch (expression.kind) {
    case "number":
      return [];
    case "string":
      throw new Unsolved("a text has no value");
    case "selector":
      return [seriesOf(expression, STANDING(value), common)];
    case "parentheses":
    case "shifted":
      return inner(expression.of, value);
    case "sign":
      return inner(expression.of, expression.text.trim().startsWith("-") ? -value : value);
    case "range":
    case "subquery":
      return inner(expression.of, value);
    case "aggregation": {
      if (SINGLE.has(expression.operator)) return inner(expression.of, value);
      if (expression.operator === "count") return copies(inner(expression.of, 1), Math.round(value));
      throw new Unsolved(`${expression.operator} is not solved`);
    }
    case "call":
      return ofCall(expression, value, common, step);
    case "binary":
      return ofBinary(expression, value, inner);
  }
}

function ofCall(
  { name, args }: Extract<Expression, { kind: "call" }>,
  value: number,
  common: Common,
  step: number,
): Series[] {
  const [first, second] = args;
  const ranged = first?.kind === "range" || first?.kind === "subquery" ? first : undefined;
  const seconds = ranged?.seconds ?? 0;
  const of = ranged ? unwrapped(ranged.of) : undefined;
  const rising = (slope: number): Series[] => {
    if (of?.kind !== "selector") throw new Unsolved(`${name} of what is no plain series`);
    return [seriesOf(of, { value: BASE, slope, continues: true }, common)];
  };
  if (name === "rate" || name === "irate" || name === "deriv") return rising(value);
  if (name === "increase" || name === "delta") return rising(value / seconds);
  if (name === "sum_over_time" && ranged)
    return seriesFor(ranged.of, value / Math.max(1, Math.floor(seconds / step)), common, step);
  if (name === "present_over_time" && ranged) return seriesFor(ranged.of, 1, common, step);
  if (name === "histogram_quantile") return ofQuantile(args, value, common, step);
  if (name === "vector" || name === "time") return [];
  const inner = name === "quantile_over_time" ? second : first;
  if (SAME.has(name) && inner)
    return seriesFor(inner.kind === "range" || inner.kind === "subquery" ? inner.of : inner, value, common, step);
  throw new Unsolved(`${name}() is not solved`);
}

/** All observations fall below one bound, which is placed so that the quantile is the value. */
function ofQuantile(args: readonly Expression[], value: number, common: Common, step: number): Series[] {
  const [quantile, buckets] = args;
  const of = quantile && unwrapped(quantile);
  if (of?.kind !== "number" || !buckets || !(value > 0) || !(of.value > 0))
    throw new Unsolved("its quantile is not solved");
  const counted = seriesFor(buckets, 1, common, step);
  return counted.flatMap((one) =>
    [String(value / of.value), "+Inf"].map((le) => ({ ...one, labels: { ...one.labels, le } })),
  );
}

function ofBinary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  value: number,
  inner: (of: Expression, wanted: number) => Series[],
): Series[] {
  const number = (of: Expression) => constantOf(of);
  const [a, b] = [number(left), number(right)];
  const [ofTimeLeft, ofTimeRight] = [isTime(left), isTime(right)];
  if (operator === "-" && ofTimeLeft)
    return inner(right, 0).map((one) => ({ ...one, shape: { value: -value, slope: 1 } }));
  if (operator === "-" && ofTimeRight) return inner(left, 0).map((one) => ({ ...one, shape: { value, slope: 1 } }));
  const solved: Readonly<Record<string, () => Series[]>> = {
    "+": () =>
      b !== undefined
        ? inner(left, value - b)
        : a !== undefined
          ? inner(right, value - a)
          : [...inner(left, value), ...inner(right, 0)],
    "-": () =>
      b !== undefined
        ? inner(left, value + b)
        : a !== undefined
          ? inner(right, a - value)
          : [...inner(left, value + OTHER), ...inner(right, OTHER)],
    "*": () =>
      b !== undefined
        ? inner(left, value / b)
        : a !== undefined
          ? inner(right, value / a)
          : [...inner(left, value), ...inner(right, 1)],
    "/": () =>
      b !== undefined
        ? inner(left, value * b)
        : a !== undefined
          ? inner(right, a / value)
          : partAndWhole(inner(left, value * OTHER), inner(right, OTHER), left, right),
    and: () => [...inner(left, value), ...inner(right, OTHER)],
    unless: () => inner(left, value),
    or: () => inner(left, value),
  };
  const solve = solved[operator];
  if (solve) return same(solve());
  // A comparison inside passes its left side on.
  if (b !== undefined && [">", "<", ">=", "<=", "==", "!="].includes(operator))
    return inner(left, operator === "==" ? b : value);
  throw new Unsolved(`${operator} of two sides is not solved`);
}

/** Where both sides would read one series, the whole is the part and the rest, told apart by a label that only one side chooses. */
function partAndWhole(
  part: readonly Series[],
  whole: readonly Series[],
  left: Expression,
  right: Expression,
): Series[] {
  const ofPart = new Map(part.map((one) => [keyOf(one), one]));
  const chosen = selectorsIn(left).flatMap(({ matchers }) => matchers);
  const others = new Set(selectorsIn(right).flatMap(({ matchers }) => matchers.map(({ label }) => label)));
  const [matcher] = chosen.filter(({ label }) => !others.has(label) && label !== "__name__");
  const rest = whole.flatMap((one) => {
    const before = ofPart.get(keyOf(one));
    if (!before) return [one];
    if (!matcher) throw new Unsolved(`${one.name} would need two values at once`);
    const { value, slope } = before.shape;
    const shape = one.shape.continues
      ? { ...one.shape, slope: one.shape.slope - slope }
      : { ...one.shape, value: one.shape.value - value };
    return [{ ...one, labels: { ...one.labels, [matcher.label]: outside(matcher) }, shape }];
  });
  return [...part, ...rest];
}

/** One series cannot have two values: a later one that is the same is left out. */
function same(series: readonly Series[]): Series[] {
  const byName = new Map<string, Series>();
  for (const one of series) {
    const key = keyOf(one);
    const before = byName.get(key);
    if (before && (before.shape.value !== one.shape.value || before.shape.slope !== one.shape.slope))
      throw new Unsolved(`${one.name} would need two values at once`);
    byName.set(key, one);
  }
  return [...byName.values()];
}

export const keyOf = ({ name, labels }: Pick<Series, "name" | "labels">): string =>
  `${name}{${Object.entries(labels)
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(",")}}`;

function seriesOf(selector: Selector, shape: Shape, common: Common): Series {
  if (selector.name === undefined) throw new Unsolved("a selector without a name");
  return { name: selector.name, labels: { ...common, ...asked(selector, common) }, shape };
}

const copies = (series: readonly Series[], count: number): Series[] => {
  if (count < 0 || count > 50) throw new Unsolved(`a count of ${count}`);
  return Array.from({ length: count }, (_, i) =>
    series.map((one) => ({ ...one, labels: { ...one.labels, instance: `copy-${i}` } })),
  ).flat();
};
