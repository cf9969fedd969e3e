import { type Aggregation, canHave, type Expression, labelsOf, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { isUnbounded, UNBOUNDED_SETTING } from "../unbounded-labels";

export const unboundedLabelInRule: Policy = {
  name: "unbounded-label-in-rule",
  level: "mandatory",
  description: "No rule groups by, or adds, a label whose values never end.",
  judges: "rule",
  settings: UNBOUNDED_SETTING,
  *check({ parsed, labels, kind }, settings) {
    if ("error" in parsed) return;
    const groupings = walk(parsed.expression).flatMap(({ part }) =>
      part.kind === "aggregation" && part.grouping?.by ? [part] : [],
    );
    for (const { text, grouping, of } of groupings) {
      const metrics = metricsIn(of);
      for (const label of (grouping?.labels ?? []).filter(
        (one) => isUnbounded(one, metrics, settings) && canHave(labelsOf(parsed.expression), one),
      )) {
        yield {
          found: `"${text}" groups by ${label}`,
          why: `Every new ${label} makes ${kind === "alert" ? "an alert, and a message, of its own" : "series of its own"}, without end`,
          fix: `Group by labels with few values: ${corrected(grouping, label)}`,
        };
      }
    }
    for (const label of Object.keys(labels).filter(
      (one) => labels[one]?.includes("{{") && isUnbounded(one, metricsIn(parsed.expression), settings),
    )) {
      yield {
        found: `the rule's label ${label} is filled from each series`,
        why: `Every new ${label} makes an alert of its own, and a changed one resolves and fires it again`,
        fix: `Put it into an annotation, which does not tell alerts apart`,
      };
    }
  },
  examples: {
    bad: "- record: user:http_requests:rate5m\n  expr: sum by (user_id) (rate(http_requests_total[5m]))",
    good: "- record: service:http_requests:rate5m\n  expr: sum by (service) (rate(http_requests_total[5m]))",
  },
};

const metricsIn = (expression: Expression) => selectorsIn(expression).flatMap(({ name }) => name ?? []);

function corrected(grouping: Aggregation["grouping"], label: string): string {
  const kept = (grouping?.labels ?? []).filter((one) => one !== label);
  return kept.length > 0 ? `by (${kept.join(", ")})` : "by (service)";
}
