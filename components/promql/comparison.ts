// Comparisons and their thresholds.
import { type Binary, type Expression, unwrapped, walk } from "./syntax/expression";

export const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", ">=", "<", "<="]);

interface Comparison {
  of: Binary;
  /** The number that series are compared with; undefined where it is computed. */
  threshold: number | undefined;
}

const known = new WeakMap<Expression, readonly Comparison[]>();

/** Every comparison in the expression, outermost first. */
export function comparisonsIn(expression: Expression): readonly Comparison[] {
  const before = known.get(expression);
  if (before) return before;
  const found = walk(expression).flatMap(({ part }) =>
    part.kind === "binary" && COMPARISONS.has(part.operator) ? [{ of: part, threshold: thresholdOf(part) }] : [],
  );
  known.set(expression, found);
  return found;
}

/** Whether a value meets a comparison with a threshold. */
export function meets(value: number, operator: string, threshold: number): boolean {
  switch (operator) {
    case ">":
      return value > threshold;
    case ">=":
      return value >= threshold;
    case "<":
      return value < threshold;
    case "<=":
      return value <= threshold;
    case "==":
      return value === threshold;
    default:
      return value !== threshold;
  }
}

function thresholdOf({ left, right }: Binary): number | undefined {
  return numberIn(right) ?? numberIn(left);
}

/** The value of a number, with its sign. */
export function numberIn(expression: Expression): number | undefined {
  const inner = unwrapped(expression);
  if (inner.kind !== "number") return undefined;
  return expression.text.startsWith("-") && inner !== expression ? -inner.value : inner.value;
}
