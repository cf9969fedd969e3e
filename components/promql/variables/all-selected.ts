// Turns the query of a Grafana panel into PromQL that Prometheus takes: variables become values that select everything.
import { replaceVariables, TIMES, VARIABLE } from "./variable";

/** A comment, or a quoted string with the matcher's operator where one stands before it. */
const STRING_OR_COMMENT = /#[^\n]*|(=~|!~|!=|=)?((?<!\s)\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/g;

/** A variable where a duration stands: `[$window]`, `[1h:$step]`, `offset $window`. */
const DURATION = new RegExp(String.raw`([[:]|\boffset)(\s*)(${VARIABLE.source})`, "gi");

/** A list of label names: `by (…)` and its relatives. */
const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi;

/** Replaces every variable of an expression. */
export function allSelected(expr: string): string {
  let result = "";
  let done = 0;
  for (const match of expr.matchAll(STRING_OR_COMMENT)) {
    const [whole, operator = "", space = "", quoted] = match;
    result += inCode(expr.slice(done, match.index));
    result += quoted === undefined ? whole : inMatcher(operator, space, quoted);
    done = match.index + whole.length;
  }
  return result + inCode(expr.slice(done));
}

/** A matcher on a variable selects every value: `=~".+"`; a negative one excludes none: `!=""`. */
function inMatcher(operator: string, space: string, quoted: string): string {
  const builtIn = replaceVariables(quoted, (name) => TIMES.get(name));
  const replaced = replaceVariables(builtIn, () => ".+");
  if (replaced === builtIn) return `${operator}${space}${builtIn}`;
  if (operator.startsWith("!")) return `!=${space}""`;
  return `${operator === "=" ? "=~" : operator}${space}${replaced}`;
}

function inCode(code: string): string {
  const grouped = code.replace(GROUPING, (list) => replaceVariables(list, () => "instance"));
  const timed = grouped.replace(
    DURATION,
    (_, before: string, space: string, variable: string) =>
      `${before}${space}${replaceVariables(variable, (name) => TIMES.get(name) ?? "5m")}`,
  );
  // What is left stands for a number: `topk($limit, …)`, `> $threshold`.
  return replaceVariables(timed, (name) => TIMES.get(name) ?? "1");
}
