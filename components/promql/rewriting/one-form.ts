// The same text for expressions that differ in how they are written only.
import { type Expression, partsOf } from "../syntax/expression";
import { parse } from "../syntax/parse";
import { aggregated } from "./combined";
import { selectorText } from "./matchers";
import { oneLine } from "./one-line";

/** Without spaces that mean nothing, and with each grouping before what is grouped. */
export function oneForm(expr: string): string {
  const parsed = parse(expr);
  return "error" in parsed ? oneLine(expr) : formOf(parsed.expression);
}

function formOf(part: Expression): string {
  if (part.kind === "selector") return selectorText(part.name, part.matchers);
  if (part.kind === "aggregation") {
    const { operator, grouping, parameter, of } = part;
    const form = aggregated(operator, grouping?.labels ?? [], formOf(of), parameter && formOf(parameter));
    return grouping?.by === false ? `without ${form}` : form;
  }
  let result = "";
  let done = 0;
  for (const inner of partsOf(part)) {
    const from = inner.at - part.at;
    result += withoutSpace(part.text.slice(done, from)) + formOf(inner);
    done = from + inner.text.length;
  }
  // What has no parts is a number or a text.
  return done === 0 ? part.text : result + withoutSpace(part.text.slice(done));
}

/** Operators, brackets and what stands behind an expression. */
const withoutSpace = (text: string) => oneLine(text).replaceAll(" ", "");
