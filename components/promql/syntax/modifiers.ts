// `offset`, `@`, `[5m]` and `[5m:1m]`, which are written after what they change.
import type { Expression } from "./expression";
import { SyntaxProblem } from "./syntax-problem";

/** The seconds are those of the offset or the range; undefined where they are computed. */
export interface Modifier {
  kind: "shifted" | "range" | "subquery";
  seconds: number | undefined;
}

/** What Prometheus takes an offset of. */
const SHIFTABLE = new Set(["selector", "range", "subquery", "shifted"]);

/**
 * The expression with a modifier that is written after it.
 *
 * @param text The modifier as it is written, with the space before it.
 * Throws a SyntaxProblem where Prometheus refuses it.
 */
export function applied(expression: Expression, modifier: Modifier, text: string): Expression {
  if (expression.kind === "sign") {
    return { ...expression, of: applied(expression.of, modifier, text), text: expression.text + text };
  }
  if (modifier.kind === "shifted" && !SHIFTABLE.has(expression.kind)) {
    throw new SyntaxProblem(
      `"${text.trim()}" follows "${expression.text}", but goes after a selector, a range or a subquery only`,
    );
  }
  if (modifier.kind === "range" && expression.kind !== "selector") {
    throw new SyntaxProblem(
      `"${text.trim()}" follows "${expression.text}": write the subquery ${text.trim().replace("]", ":]")}`,
    );
  }
  return { ...modifier, text: expression.text + text, at: expression.at, of: expression };
}
