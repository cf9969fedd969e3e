// Turns the query of a Grafana panel into PromQL that can be judged: variables become words, or durations where one is needed.
import { TIMES } from "./variable";

/** Where a name before it is a label's: in a grouping or in braces. */
const AMONG_LABELS = /(\b(by|without|on|ignoring|group_left|group_right)\s*\([^()]*|\{[^{}]*)$/i;

/** What can follow a number, but no name that goes on. */
const OPERAND_ENDS = /^\s*($|[-+*/%^<>=!),]|(and|or|unless|atan2|offset)\b)/i;

/** `:name` is a name like a recording's, of which nothing is known: a variable alone may be a number as well as a metric. */
const asOperand = (name: string, before: string, after: string) =>
  OPERAND_ENDS.test(after) && !/\w$/.test(before) && !AMONG_LABELS.test(before) ? `:${name}` : name;

/** What stands in quotes, or a variable with what makes a duration of it. */
const PLACES =
  /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\[|:|offset\s+-?)?(\$\{(\w+)(?:[:.][^}]*)?\}|\$(\w+)|\[\[(\w+)(?::[^\]]*)?\]\])/g;

/** PromQL with a word, or a duration where one is needed, in place of each variable; those in quotes stay. */
export const asWords = (expr: string): string =>
  expr.replace(
    PLACES,
    (
      whole: string,
      quoted: string | undefined,
      before: string | undefined,
      _: string,
      braced?: string,
      bare?: string,
      ...[old, offset]: [string | undefined, number]
    ) => {
      if (quoted !== undefined) return whole;
      const name = braced ?? bare ?? old ?? "";
      const time = TIMES.get(name) ?? (before === undefined ? undefined : "5m");
      return `${before ?? ""}${time ?? asOperand(name, expr.slice(0, offset), expr.slice(offset + whole.length))}`;
    },
  );

/** Where a rate is taken over a variable, as it is written: `rate(x[$__interval]`. */
export const rateOver = (query: string, variable: string): string | undefined =>
  new RegExp(String.raw`\b(?:rate|irate|increase)\s*\([^()]*\[\$\{?${variable}\}?\]`).exec(query)?.[0];
