import type { Policy } from "../../policy";
import { canHave, labelsOf } from "../../promql";
import { recordingsIn } from "../recordings";
import { labelsIn } from "../templates";

export const templateLabelLost: Policy = {
  name: "template-label-lost",
  level: "mandatory",
  description: "Texts name labels that are left after the aggregation.",
  judges: "rule",
  *check({ kind, parsed, labels, annotations }, _, around) {
    if (kind !== "alert" || "error" in parsed) return;
    const left = labelsOf(parsed.expression, recordingsIn(around));
    for (const [name, text] of [...Object.entries(labels), ...Object.entries(annotations)]) {
      const lost = [...labelsIn(text)].filter(
        (label) => label !== "alertname" && !(label in labels) && !canHave(left, label),
      );
      if (lost.length === 0) continue;
      yield {
        found: `${name} names ${lost.map((label) => `$labels.${label}`).join(", ")}, which the expression does not leave`,
        why: "The text has a gap where it should say which one it is",
        fix: `Keep ${lost.join(", ")} in the expression's by (…), or leave ${lost.length > 1 ? "them" : "it"} out of the text`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $labels.instance }} fails" }',
    good: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $labels.job }} fails" }',
  },
};
