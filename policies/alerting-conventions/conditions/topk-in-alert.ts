import { choosesSeries, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const topkInAlert: Policy = {
  name: "topk-in-alert",
  level: "advisory",
  description: "No alert or recording keeps the first few series only.",
  judges: "rule",
  mentions: /topk|bottomk|limit|quantile/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "aggregation" || !choosesSeries(part)) continue;
      // The first of each group, and what is aggregated again or counted, are no choice of series.
      if (
        part.grouping ||
        inside.some(
          (outer) => outer.kind === "aggregation" || (outer.kind === "binary" && outer.matching !== undefined),
        )
      )
        continue;
      yield {
        found: `"${part.text}" keeps the series that are first at that moment`,
        why: "They change from one evaluation to the next: alerts begin and end without anything having happened",
        fix: "Compare all of them with a threshold; keep topk for panels",
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: topk(3, rate(errors_total[5m])) > 5",
    good: "- alert: ShopErrors\n  expr: rate(errors_total[5m]) > 5",
  },
};
