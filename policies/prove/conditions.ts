// What an expression asks for: comparisons that must hold together, each with values at which it fires, does not, or just not.
import { type Expression, selectorsIn, walk } from "../../components/promql";
import { constantOf } from "./constants";
import { type Common, Unsolved } from "./labels";
import { type Series, seriesFor } from "./series";

export type Level = "quiet" | "below" | "at" | "fires";

/** One comparison: its series at each level. */
export interface Condition {
  text: string;
  at(level: Level): readonly Series[];
}

const TURNED: Readonly<Record<string, string>> = { ">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!=" };

/** What the other side of a comparison of two is. */
const OTHER = 100;

/** Comparisons that must hold together. Throws Unsolved for forms that are not known. */
export function conditionsOf(expression: Expression, common: Common, step: number): Condition[] {
  const inner = (of: Expression) => conditionsOf(of, common, step);
  switch (expression.kind) {
    case "parentheses":
    case "shifted":
      return inner(expression.of);
    case "aggregation":
      if (expression.operator === "count" || !hasComparison(expression.of)) break;
      return inner(expression.of);
    case "call": {
      if (expression.name === "absent" || expression.name === "absent_over_time") return [absence(expression, common)];
      const [first] = expression.args;
      const of = first?.kind === "range" || first?.kind === "subquery" ? first.of : first;
      if (of && hasComparison(of)) return inner(of);
      break;
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "and")
        return [...inner(left), ...(hasComparison(right) ? inner(right) : [there(right, common, step)])];
      if (operator === "unless" || operator === "or") return inner(left);
      if (operator in TURNED)
        return [
          comparison(expression, common, step),
          ...guardsIn(left).flatMap((one) => conditionsOf(one, common, step)),
        ];
      if (hasComparison(left) && constantOf(right) !== undefined) return inner(left);
      if (hasComparison(left)) return [...inner(left), there(right, common, step)];
    }
  }
  throw new Unsolved("it compares nothing: it fires for whatever is there");
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

const there = (of: Expression, common: Common, step: number): Condition => {
  const series = seriesFor(of, OTHER, common, step);
  return { text: of.text, at: () => series };
};

function absence({ args, text }: Extract<Expression, { kind: "call" }>, common: Common): Condition {
  const [of] = args;
  const [selector, ...more] = of ? selectorsIn(of) : [];
  if (!of || !selector || more.length > 0) throw new Unsolved("absent() of more than one series");
  const series = seriesFor(selector, 1, common, 1);
  return { text, at: (level) => (level === "fires" ? [] : series) };
}

function comparison(
  { operator: written, left: first, right: second, text }: Extract<Expression, { kind: "binary" }>,
  common: Common,
  step: number,
): Condition {
  const isTurned = constantOf(first) !== undefined && constantOf(second) === undefined;
  const [of, to] = isTurned ? [second, first] : [first, second];
  const operator = isTurned ? (TURNED[written] ?? written) : written;
  const threshold = constantOf(to);
  const others = threshold === undefined ? seriesFor(to, OTHER, common, step) : [];
  const values = valuesOf(operator, threshold ?? OTHER, isCounted(of));
  return { text, at: (level) => [...seriesFor(of, values[level], common, step), ...others] };
}

/** Whether its values are whole numbers. */
const isCounted = (of: Expression): boolean =>
  walk(of).some(({ part }) => part.kind === "aggregation" && part.operator === "count");

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
