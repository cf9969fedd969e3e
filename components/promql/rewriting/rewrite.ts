// Changes an expression by its syntax tree: what is not changed stays as it is written.
import { expressionIn } from "../reading";
import { type Expression, type Surroundings, walk } from "../syntax/expression";

/** The text that replaces a part; undefined leaves it, and what is inside it is asked about. */
export type Change = (part: Expression, inside: Surroundings) => string | undefined;

/** The expression with parts of it replaced, from the outside in. Throws where the text is not PromQL. */
export function rewrite(expr: string, change: Change): string {
  let result = "";
  let done = 0;
  for (const { part, inside } of walk(expressionIn(expr))) {
    // Inside a part that is replaced already.
    if (part.at < done) continue;
    const text = change(part, inside);
    if (text === undefined) continue;
    result += expr.slice(done, part.at) + text;
    done = part.at + part.text.length;
  }
  return result + expr.slice(done);
}
