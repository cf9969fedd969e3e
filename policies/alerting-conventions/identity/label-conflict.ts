import { type Expression, labelsOf, NO_RECORDINGS } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

/** Labels that Prometheus itself sets. */
const RESERVED = new Set(["alertname", "alertstate", "__name__"]);

export const labelConflict: Policy = {
  name: "label-conflict",
  level: "advisory",
  description: "A rule's label replaces none that its series have, none that Prometheus sets and none of the server's.",
  judges: "everything",
  *check(everything) {
    const external = new Set(everything.servers.flatMap(({ externalLabels }) => externalLabels));
    const recordings = everything.rules.length === 0 ? NO_RECORDINGS : recordingsIn(everything);
    for (const { labels, place, parsed } of everything.rules) {
      if ("error" in parsed) continue;
      const grouped = groupedBy(parsed.expression);
      const { expected } = labelsOf(parsed.expression, recordings);
      for (const [label, value] of Object.entries(labels)) {
        const why = RESERVED.has(label)
          ? "Prometheus sets it itself, and refuses or replaces the rule's"
          : external.has(label)
            ? "The server adds its own, which this one replaces: where the alert comes from is lost"
            : grouped.has(label) && expected.has(label) && !value.includes("$labels")
              ? "What tells the series apart is lost: several become one, and Prometheus refuses the evaluation"
              : undefined;
        if (!why) continue;
        yield {
          place,
          found: `the rule sets the label ${label}, which is there already`,
          why,
          fix: `Name it otherwise, or leave ${label} out of the rule`,
        };
      }
    }
  },
  examples: {
    bad: "- record: job:errors:rate5m\n  expr: sum by (job, service) (rate(errors_total[5m]))\n  labels: { service: shop }",
    good: "- record: job:errors:rate5m\n  expr: sum by (job) (rate(errors_total[5m]))\n  labels: { service: shop }",
  },
};

/** The labels of the outermost grouping, where that makes the result. */
function groupedBy(expression: Expression): ReadonlySet<string> {
  switch (expression.kind) {
    case "aggregation":
      return new Set(
        expression.grouping?.by && expression.grouping.labels.length > 1 ? expression.grouping.labels : [],
      );
    case "binary":
      return new Set([...groupedBy(expression.left), ...groupedBy(expression.right)]);
    case "parentheses":
    case "sign":
      return groupedBy(expression.of);
    default:
      return new Set();
  }
}
