// What an expression asks for: comparisons that must hold together, each with values at which it fires, does not, or just not.
import { type Binary, type Call, type Expression, selectorsIn, unwrapped, walk } from "../../../components/promql";
import { constantOf } from "./constants";
import { type Given, keyIn, type Values } from "./given";
import { Unsolved } from "./labels";
import { OTHER, otherFor, TURNED } from "./operations";
import { keyOf, type Series } from "./shapes";
import { seriesFor } from "./solve";

export type Level = "quiet" | "below" | "at" | "fires";

/** One comparison: its series at each level. */
export interface Condition {
  text: string;
  /** Wholes are what ratios in it are divided by, where another condition asks for their value. */
  at(level: Level, wholes?: Values): readonly Series[];
  /** What a level asks of the ratios of another condition: the whole that they are divided by. */
  wholeIn(other: Condition, level: Level): Values | undefined;
  /** What is compared. */
  of: Expression;
}

/** The sides of `or`: each fires alone. */
export function alternativesIn(expression: Expression): Expression[] {
  const of = unwrapped(expression);
  return of.kind === "binary" && of.operator === "or"
    ? [...alternativesIn(of.left), ...alternativesIn(of.right)]
    : [expression];
}

/** Comparisons that must hold together. Throws Unsolved for forms that are not known. */
export function conditionsOf(expression: Expression, given: Given): Condition[] {
  const inner = (of: Expression) => conditionsOf(of, given);
  switch (expression.kind) {
    case "parentheses":
    case "shifted":
      return inner(expression.of);
    case "aggregation":
      if (!hasComparison(expression.of)) break;
      return inner(expression.of);
    case "call": {
      if (expression.name === "absent" || expression.name === "absent_over_time") return [absence(expression, given)];
      const [first] = expression.args;
      const of = first?.kind === "range" || first?.kind === "subquery" ? first.of : first;
      if (of && hasComparison(of)) return inner(of);
      break;
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "unless" && !hasComparison(left)) return [there(left, given), without(right, given)];
      if (operator === "and") {
        const before = inner(left);
        const after = withFixed(given, before);
        return [...before, ...(hasComparison(right) ? conditionsOf(right, after) : [there(right, after)])];
      }
      if (operator === "unless" || operator === "or") return inner(left);
      if (operator in TURNED)
        return [comparison(expression, given), ...guardsIn(left).flatMap((one) => conditionsOf(one, given))];
      if (hasComparison(left) && constantOf(right) !== undefined) return inner(left);
      if (hasComparison(left)) return [...inner(left), there(right, given)];
      if (hasComparison(right)) return [...inner(right), there(left, given)];
    }
  }
  if (selectorsIn(expression).length === 0) throw new Unsolved("it reads nothing: it fires always");
  return [presence(expression, given)];
}

/** What is asked for beside the value that is compared: `(a and b > 0) > 5`. */
function guardsIn(of: Expression): Expression[] {
  if (of.kind === "parentheses") return guardsIn(of.of);
  if (of.kind !== "binary" || of.operator !== "and") return [];
  return [...guardsIn(of.left), ...(hasComparison(of.right) ? [of.right] : [])];
}

const hasComparison = (expression: Expression): boolean =>
  walk(expression).some(
    ({ part }) =>
      (part.kind === "binary" && part.operator in TURNED) || (part.kind === "call" && part.name.startsWith("absent")),
  );

const there = (of: Expression, given: Given): Condition => {
  const series = seriesFor(of, otherFor(of), given);
  return { text: of.text, of, at: (level) => (level === "below" ? [] : series), wholeIn: () => undefined };
};

/** What compares nothing fires as long as it is there. */
function presence(of: Expression, given: Given): Condition {
  const series = seriesFor(of, otherFor(of), given);
  const at = (level: Level) => (level === "fires" ? series : []);
  return { text: of.text, of, at, wholeIn: () => undefined };
}

/** What must not be there: all of it is gone while the rest fires. */
function without(of: Expression, given: Given): Condition {
  const series = seriesFor(of, otherFor(of), given);
  const at = (level: Level) => (level === "fires" ? [] : series);
  return { text: `unless ${of.text}`, of, at, wholeIn: () => undefined };
}

function absence({ args, text }: Call, given: Given): Condition {
  const [of] = args;
  const [selector, ...more] = of ? selectorsIn(of) : [];
  if (!of || !selector || more.length > 0) throw new Unsolved("absent() of more than one series");
  const series = seriesFor(selector, 1, given);
  return { text, of, at: (level) => (level === "fires" ? [] : series), wholeIn: () => undefined };
}

function comparison({ operator: written, left: first, right: second, text }: Binary, given: Given): Condition {
  const isTurned = constantOf(first) !== undefined && constantOf(second) === undefined;
  const [of, to] = isTurned ? [second, first] : [first, second];
  const operator = isTurned ? (TURNED[written] ?? written) : written;
  const threshold = constantOf(to);
  const [own, others] = threshold === undefined ? [fixedOf(of, given), fixedOf(to, given)] : [];
  const values = valuesOf(operator, threshold ?? others ?? own ?? OTHER, isCounted(of));
  const sides = (level: Level, wholes: Values | undefined): Series[] => {
    const solved = (wanted: number) => seriesFor(of, wanted, { ...given, wholes });
    if (threshold !== undefined) return solved(values[level]);
    // What is fixed stays, and the other side is moved.
    if (own !== undefined && others === undefined)
      return [...solved(own), ...seriesFor(to, 2 * own - values[level], given)];
    return [...solved(values[level]), ...seriesFor(to, others ?? OTHER, given)];
  };
  return {
    text,
    of,
    at: sides,
    wholeIn: (other, level) =>
      values[level] > 0 && isWholeIn(of, other.of) ? new Map([[keyIn(of), values[level]]]) : undefined,
  };
}

const withFixed = (given: Given, before: readonly Condition[]): Given => ({
  ...given,
  fixed: new Map([
    ...(given.fixed ?? []),
    ...before.flatMap((one) => one.at("fires")).map((one) => [keyOf(one), one.shape.value] as const),
  ]),
});

/** The value of what is one plain series, where a condition before needs it. */
function fixedOf(of: Expression, given: Given): number | undefined {
  const plain = unwrapped(of);
  const [series] = plain.kind === "selector" ? seriesFor(plain, 0, given) : [];
  return series && given.fixed?.get(keyOf(series));
}

const isWholeIn = (whole: Expression, of: Expression) =>
  walk(of).some(({ part }) => part.kind === "binary" && part.operator === "/" && keyIn(part.right) === keyIn(whole));

/** Whether its values are whole numbers. */
const isCounted = (of: Expression): boolean =>
  walk(of).some(
    ({ part }) =>
      (part.kind === "aggregation" && part.operator === "count") || (part.kind === "call" && part.name === "changes"),
  );

function valuesOf(operator: string, threshold: number, isCounted: boolean): Record<Level, number> {
  const near = isCounted || threshold === 0 ? 1 : Math.abs(threshold) * 0.01;
  const far = isCounted || threshold === 0 ? 1 : Math.abs(threshold) * 0.5;
  const below = threshold === 0 && operator === ">" ? 0 : threshold - near;
  const at = threshold;
  const forms: Readonly<Record<string, Record<Level, number>>> = {
    ">": { quiet: threshold === 0 ? 0 : threshold - far, below, at, fires: threshold + near },
    ">=": { quiet: threshold - far, below: threshold - near, at, fires: threshold + near },
    "<": { quiet: threshold + far, below: threshold + near, at, fires: threshold - near },
    "<=": { quiet: threshold + far, below: threshold + near, at, fires: threshold - near },
    "==": { quiet: threshold + 1, below: threshold + near, at, fires: threshold },
    "!=": { quiet: threshold, below: threshold, at, fires: threshold + 1 },
  };
  const found = forms[operator];
  if (!found) throw new Unsolved(`${operator} is not solved`);
  return found;
}
