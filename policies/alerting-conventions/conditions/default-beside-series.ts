import { labelsOf, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const defaultBesideSeries: Policy = {
  name: "default-beside-series",
  level: "advisory",
  description: "A default stands outside of the aggregation that it is a default of.",
  judges: "rule",
  mentions: /vector/i,
  *check({ parsed }, _, around) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "aggregation") continue;
      const of = unwrapped(part.of);
      if (of.kind !== "binary" || of.operator !== "or" || of.matching) continue;
      const given = unwrapped(of.right);
      if (given.kind !== "call" || given.name !== "vector") continue;
      const { named, others } = labelsOf(of.left, recordingsIn(around));
      // Without labels it does stand in their place; and a sum of all is the same with another 0.
      if (!others && [...named.values()].every((can) => !can)) continue;
      if (part.operator === "sum" && !part.grouping && given.text.replace(/\s/g, "") === "vector(0)") continue;
      const by = part.grouping?.by ? part.grouping.labels.join(", ") : "";
      yield {
        found: `"${part.text}" has ${given.text} beside the series, not in their place`,
        why:
          by === ""
            ? `It has no labels, so that it is one more series at any time: ${part.operator} counts it in`
            : `It has no ${by}: it makes a group of its own, which matches no other by ${by}`,
        fix: `Write the default behind the aggregation: ${part.operator}${by === "" ? "" : ` by (${by}) `}(…) or ${given.text}`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopSlow\n  expr: avg by (region) (rate(orders_total[5m]) or vector(0)) < 1",
    good: "- alert: ShopSlow\n  expr: (sum(rate(orders_total[5m])) or vector(0)) < 1",
  },
};
