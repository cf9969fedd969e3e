import { COMPARISONS, canHave, type Expression, holds, labelsOf, unwrapped } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";
import { labelsLostByQueries } from "../template-queries";
import { labelsIn } from "../templates";

/** Labels that rules give, and series hardly ever have. */
const OF_ALERTS =
  /^(severity|priority|urgency|criticality|team|owners?|escalation|channel|notify|page[rs]?|routing_?key|alert\w*|runbook\w*|dashboard\w*)$/i;

export const templateLabelLost: Policy = {
  name: "template-label-lost",
  level: "mandatory",
  description: "Texts name labels that are left after the aggregation.",
  judges: "rule",
  *check({ kind, parsed, labels, annotations, place }, _, around) {
    if (kind !== "alert" || "error" in parsed) return;
    const texts = [...Object.entries(labels), ...Object.entries(annotations)].filter(([, text]) => text.includes("{{"));
    if (texts.length === 0) return;
    const branches = branchesOf(parsed.expression).map((branch) => labelsOf(branch, recordingsIn(around, place)));
    const counted = labelsOf(parsed.expression, recordingsIn(around, place)).expected;
    /** The texts by the labels that each has lost. */
    const losing = new Map<string, [labels: string[], texts: string[]]>();
    for (const [name, text] of texts) {
      const isGap = (label: string) => {
        const instead = alternativesTo(label, text);
        return branches.some((left) => !instead.some((one) => canHave(left, one)));
      };
      const lost = [...labelsIn(text)].filter(
        (label) =>
          label !== "alertname" &&
          // Templates see the labels of the series, and not those that the rule gives; one made of itself is the series'.
          (label in labels && OF_ALERTS.test(label) && !labelsIn(labels[label] ?? "").has(label)
            ? !counted.has(label)
            : isGap(label)),
      );
      for (const label of labelsLostByQueries(text))
        yield {
          found: `${name} names ${label} of a query's result, which the query does not leave`,
          why: "The text has a gap where it should say which one it is",
          fix: `Keep ${label} in the query's by (…), or leave it out of the text`,
        };
      if (lost.length === 0) continue;
      const [, names] = losing.get(lost.join()) ?? [lost, []];
      losing.set(lost.join(), [lost, [...names, name]]);
    }
    for (const [lost, names] of losing.values())
      yield {
        found: `${names.join(" and ")} name${names.length > 1 ? "" : "s"} ${lost.map((label) => `$labels.${label}`).join(", ")}, which the expression does not leave`,
        why: "The text has a gap where it should say which one it is",
        fix: `Keep ${lost.join(", ")} in the expression's by (…), or leave ${lost.length > 1 ? "them" : "it"} out of the text`,
      };
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $labels.instance }} fails" }',
    good: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $labels.job }} fails" }',
  },
};

/** Labels side by side, `{{ $labels.deployment }}{{ $labels.statefulset }}`, of which each series has one: this label and those. */
function alternativesTo(label: string, text: string): string[] {
  if (!text.includes("}}{{")) return [label];
  const rows = text.match(/(?:\{\{\s*\$labels\.\w+\s*\}\}){2,}/g) ?? [];
  const together = rows.map((row) => [...labelsIn(row)]).find((names) => names.includes(label));
  return together ?? [label];
}

/** What stands between `or`; what is absent or constant has fewer labels by its nature. */
function branchesOf(expression: Expression): Expression[] {
  const of = unwrapped(expression);
  if (of.kind !== "binary") return [of];
  const compared = unwrapped(of.left);
  // A default that is compared fires as well, where the comparison holds for it.
  if (COMPARISONS.has(of.operator) && !of.bool && compared.kind === "binary" && compared.operator === "or")
    return sidesOf(compared)
      .map((left): Expression => ({ ...of, left }))
      .filter((one) => one.kind === "binary" && holds(one) !== "never");
  if (of.operator !== "or") return [of];
  const branches = [...branchesOf(of.left), ...branchesOf(of.right)];
  const full = branches.filter((branch) => branch.kind !== "call" || !/^(absent|vector)/.test(branch.name));
  return full.length > 0 ? full : branches;
}

function sidesOf(expression: Expression): Expression[] {
  const of = unwrapped(expression);
  return of.kind === "binary" && of.operator === "or" ? [...sidesOf(of.left), ...sidesOf(of.right)] : [of];
}
