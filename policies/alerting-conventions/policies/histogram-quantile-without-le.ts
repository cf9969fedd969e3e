import { canHave, type Expression, isBucket, labelsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const histogramQuantileWithoutLe: Policy = {
  name: "histogram-quantile-without-le",
  level: "mandatory",
  description: "histogram_quantile over classic buckets keeps the label le.",
  judges: "query",
  mentions: /histogram_/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const buckets = part.kind === "call" && part.name === "histogram_quantile" ? part.args[1] : undefined;
      if (!buckets || !readsBuckets(buckets) || canHave(labelsOf(buckets), "le")) continue;
      // VictoriaMetrics tells buckets apart by their ranges.
      if (/\bvmrange\b/.test(buckets.text)) continue;
      yield {
        found: `"${part.text}" drops the label le before the quantile is computed`,
        why: "le tells a histogram's buckets apart; without it the result is always empty, and nothing ever fires",
        fix: "Keep it where buckets are aggregated: sum by (le, …)",
      };
    }
  },
  examples: {
    bad: "- record: job:http_request_duration_seconds:p99\n  expr: histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds_bucket[5m])))",
    good: "- record: job:http_request_duration_seconds:p99\n  expr: histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))",
  },
};

/** Native histograms have no buckets' label. */
const readsBuckets = (expression: Expression) =>
  [...walk(expression)].some(({ part }) => part.kind === "selector" && part.name !== undefined && isBucket(part.name));
