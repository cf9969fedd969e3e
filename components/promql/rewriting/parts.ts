// Parts of an expression with one thing changed, and the whole with one part changed.
import type { Aggregation, Binary, Call, Expression, RangeOf, Selector } from "../syntax/expression";
import { aggregated } from "./combined";
import { selectorText } from "./matchers";

/** The text of the whole with another text for one part of it. */
export function withPart(whole: Expression, part: Expression, text: string): string {
  const from = part.at - whole.at;
  return whole.text.slice(0, from) + text + whole.text.slice(from + part.text.length);
}

/** `a > b` as `a < b`. */
export function withOperator(binary: Binary, operator: string): string {
  const { text, at, left, right } = binary;
  const [from, to] = [left.at + left.text.length - at, right.at - at];
  const between = text.slice(from, to);
  const begins = between.toLowerCase().indexOf(binary.operator);
  return (
    text.slice(0, from) +
    between.slice(0, begins) +
    operator +
    between.slice(begins + binary.operator.length) +
    text.slice(to)
  );
}

/** The selector without one of its matchers. */
export const withoutMatcher = ({ name, matchers }: Selector, at: number): string =>
  selectorText(
    name,
    matchers.filter((_, i) => i !== at),
  );

/** The aggregation by other labels. */
export const groupedBy = ({ operator, of, parameter }: Aggregation, by: readonly string[]): string =>
  aggregated(operator, by, of.text, parameter?.text);

/** The range with another duration, in seconds. */
export const withRange = ({ of }: RangeOf, seconds: number): string => `${of.text}[${seconds}s]`;

/** The same arguments given to another function. */
export const calledAs = ({ args }: Call, name: string): string => `${name}(${args.map(({ text }) => text).join(", ")})`;
