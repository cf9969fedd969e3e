import { type Expression, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const quantilesAveraged: Policy = {
  name: "quantiles-averaged",
  level: "advisory",
  description: "Quantiles are neither added up nor averaged.",
  judges: "query",
  mentions: /quantile/,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "aggregation" || (part.operator !== "sum" && part.operator !== "avg")) continue;
      if (!isQuantile(part.of)) continue;
      yield {
        found: `"${part.text}" ${part.operator === "sum" ? "adds up" : "averages"} quantiles`,
        why: "The result is no quantile of all: a server with ten requests weighs as much as one with a million",
        fix: "Aggregate buckets, then compute the quantile: histogram_quantile(…, sum by (le) (rate(…_bucket[5m]))); or take the max",
      };
    }
  },
  examples: {
    bad: '- alert: ShopSlow\n  expr: avg(rpc_duration_seconds{quantile="0.99"}) > 1',
    good: '- alert: ShopSlow\n  expr: max(rpc_duration_seconds{quantile="0.99"}) > 1',
  },
};

function isQuantile(expression: Expression): boolean {
  const of = unwrapped(expression);
  if (of.kind === "call") return of.name === "histogram_quantile";
  return (
    of.kind === "selector" &&
    selectorsIn(of).some(({ matchers }) =>
      matchers.some(({ label, operator }) => label === "quantile" && operator === "="),
    )
  );
}
