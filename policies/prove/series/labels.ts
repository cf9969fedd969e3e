// Labels of the series that a rule is played with: values that its matchers choose, or do not.
import { type Expression, type Matcher, matches, selectorsIn, walk } from "../../../components/promql";

/** Why no series can be found for an expression. */
export class Unsolved extends Error {}

type Selector = Extract<Expression, { kind: "selector" }>;

/** Labels that all series of a rule share: those that are grouped or matched by, and what matchers ask for. */
export type Common = Readonly<Record<string, string>>;

export function commonLabels(expression: Expression, named: readonly string[]): Common {
  const common: Record<string, string> = Object.fromEntries(named.map((label) => [label, "x"]));
  for (const { part } of walk(expression)) {
    if (part.kind === "aggregation" && part.grouping?.by)
      for (const label of part.grouping.labels) common[label] ??= "x";
    if (part.kind === "binary" && part.matching?.on) for (const label of part.matching.labels) common[label] ??= "x";
  }
  for (const selector of selectorsIn(expression)) Object.assign(common, asked(selector, common));
  // What is grouped away is on one side only.
  const lost = new Set(["le", "__name__", ...goneIn(expression)]);
  return Object.fromEntries(Object.entries(common).filter(([label]) => !lost.has(label)));
}

const goneIn = (expression: Expression): readonly string[] =>
  walk(expression).flatMap(({ part }) =>
    part.kind === "aggregation" && part.grouping?.by === false ? part.grouping.labels : [],
  );

/** Values that a selector's matchers are content with. */
export function asked({ matchers }: Selector, given: Common): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const { label, operator, value } of matchers) {
    if (label === "__name__") continue;
    const before = labels[label] ?? given[label];
    if (operator === "=") labels[label] = value;
    if (operator === "!=" && (before ?? "") === value) labels[label] = value === "" ? "x" : "other";
    if (operator === "=~" && !matches(value, before ?? "")) labels[label] = wordOf(value);
    if (operator === "!~" && matches(value, before ?? ""))
      labels[label] = ["other", "x", "7", "a-b"].find((one) => !matches(value, one)) ?? "";
  }
  return labels;
}

/** A word that a regular expression matches. */
function wordOf(pattern: string): string {
  const [first = ""] = pattern.replace(/\(\?:/g, "(").split(/\|(?![^(]*\))/);
  const flat = first.replace(/\(([^()|]*)(?:\|[^()]*)?\)/g, "$1").replace(/\(([^()|]*)(?:\|[^()]*)?\)/g, "$1");
  const plain = flat
    .replace(/^\^|\$$/g, "")
    .replace(/\\d/g, "1")
    .replace(/\\([wS])/g, "x")
    .replace(/\[\^[^\]]*\]/g, "x")
    .replace(/\[(.)[^\]]*(?:\]|$)/g, "$1")
    .replace(/\{\d[^}]*\}/g, "")
    .replace(/\.[*?]/g, "")
    .replace(/[+*?]/g, "")
    .replace(/(?<!\\)\./g, "5")
    .replace(/\\(.)/g, "$1");
  const word = [plain, first, "x", "1"].find((one) => matches(pattern, one) && one !== "") ?? "";
  if (!matches(pattern, word)) throw new Unsolved(`no value is found that ${pattern} matches`);
  return word;
}

/** A value that a matcher does not choose. */
export function outside({ operator, value }: Matcher): string {
  if (operator === "!=") return value;
  if (operator === "!~") return wordOf(value);
  return ["rest", "7", "a-b"].find((one) => one !== value && !(operator === "=~" && matches(value, one))) ?? "";
}
