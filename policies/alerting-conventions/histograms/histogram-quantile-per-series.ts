import { selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const histogramQuantilePerSeries: Policy = {
  name: "histogram-quantile-per-series",
  level: "advisory",
  description: "A quantile is computed of buckets that were summed up.",
  judges: "rule",
  mentions: /histogram_quantile/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const buckets = part.kind === "call" && part.name === "histogram_quantile" ? part.args[1] : undefined;
      if (!buckets || walk(buckets).some(({ part: inner }) => inner.kind === "aggregation")) continue;
      // What is recorded was summed up by whoever recorded it.
      if (selectorsIn(buckets).every(({ name }) => name === undefined || name.includes(":"))) continue;
      yield {
        found: `"${part.text}" computes a quantile of each series apart`,
        why: "Each instance and each label has a quantile of its own, most of a few requests: they jump, and cannot be averaged",
        fix: `Sum the buckets up first: sum by (le, job) (${buckets.text})`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopSlow\n  expr: histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[5m])) > 1",
    good: "- alert: ShopSlow\n  expr: histogram_quantile(0.99, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
  },
};
