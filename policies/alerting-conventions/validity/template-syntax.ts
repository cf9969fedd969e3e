import type { Policy } from "../../policy";
import { templateProblem } from "../templates";

export const templateSyntax: Policy = {
  name: "template-syntax",
  level: "mandatory",
  description: "Templates in labels and annotations can be expanded.",
  judges: "rule",
  *check({ kind, labels, annotations, evaluator }) {
    if (kind !== "alert") return;
    for (const [name, text] of [...Object.entries(labels), ...Object.entries(annotations)]) {
      const problem = templateProblem(text, evaluator);
      if (!problem) continue;
      yield {
        found: `the template of ${name} is wrong: ${problem.found}`,
        why: problem.isRefused
          ? `${evaluator} refuses the whole file`
          : "Each message holds an error, or what Go prints of a value that does not fit, in place of the text",
        fix: "Write {{ $labels.<label> }} and {{ $value | humanize }}",
      };
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: up == 0\n  annotations: { summary: "{{ $label.instance }} is down" }',
    good: '- alert: ShopDown\n  expr: up == 0\n  annotations: { summary: "{{ $labels.instance }} is down" }',
  },
};
