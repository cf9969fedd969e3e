import { numberIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

const QUANTILES = new Set(["histogram_quantile", "quantile_over_time"]);

export const quantileOutOfRange: Policy = {
  name: "quantile-out-of-range",
  level: "mandatory",
  description: "A quantile is between 0 and 1.",
  judges: "query",
  mentions: /quantile/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const quantile =
        part.kind === "call" && QUANTILES.has(part.name)
          ? part.args[0]
          : part.kind === "aggregation" && part.operator === "quantile"
            ? part.parameter
            : undefined;
      const value = quantile && numberIn(quantile);
      if (value === undefined || (value >= 0 && value <= 1)) continue;
      yield {
        found: `"${part.text}" asks for the quantile ${value}`,
        why: `Quantiles are from 0 to 1: the result is ${value > 1 ? "+" : "-"}Inf`,
        fix: value > 1 && value <= 100 ? `Write ${value / 100}` : "Write a number from 0 to 1",
      };
    }
  },
  examples: {
    bad: "- record: job:latency:p95\n  expr: histogram_quantile(95, sum by (job, le) (rate(latency_seconds_bucket[5m])))",
    good: "- record: job:latency:p95\n  expr: histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m])))",
  },
};
