import { type Expression, hasValue, regexProblem, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const evaluationThatFails: Policy = {
  name: "evaluation-that-fails",
  level: "mandatory",
  description: "What is only read at an evaluation can be read.",
  judges: "query",
  *check({ kind, parsed }) {
    if ("error" in parsed) return;
    const { expression } = parsed;
    const isRule = kind === "alert" || kind === "recording";
    if (isRule && !hasValue(expression)) yield failing(expression, "is a range, or a text, which no rule takes");
    for (const { part } of walk(expression)) {
      const problem = problemIn(part);
      if (problem) yield failing(part, problem);
    }
  },
  examples: {
    bad: '- record: job:up:sum\n  expr: sum by (zone) (label_replace(up, "zone", "$1", "node", "(.*"))',
    good: '- record: job:up:sum\n  expr: sum by (zone) (label_replace(up, "zone", "$1", "node", "(.*)"))',
  },
};

const failing = ({ text }: Expression, problem: string) => ({
  found: `"${text}" ${problem}`,
  why: "Prometheus loads the rule, and each evaluation fails: an alert never fires, a recording has no series",
  fix: "Correct it; PrometheusRuleFailures fires for a rule that fails in production",
});

function problemIn(part: Expression): string | undefined {
  if (part.kind === "aggregation" && part.operator === "count_values") return unnamed(part.parameter);
  if (part.kind !== "call") return undefined;
  if (part.name === "label_join") return unnamed(part.args[1]);
  if (part.name !== "label_replace") return undefined;
  const pattern = textIn(part.args[4]);
  const problem = pattern === undefined ? undefined : regexProblem(pattern);
  return problem ? `has an invalid regular expression: ${problem}` : unnamed(part.args[1]);
}

/** Later versions take every name but an empty one. */
const unnamed = (label: Expression | undefined) =>
  textIn(label) === "" ? "gives its result to a label without a name" : undefined;

const textIn = (part: Expression | undefined) => (part?.kind === "string" ? part.value : undefined);
