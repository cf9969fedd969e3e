import {
  COMPARISONS,
  canHave,
  type Expression,
  isBucket,
  labelsOf,
  numberIn,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";

/** The labels that tell buckets apart: those of VictoriaMetrics are ranges, of which each observation is in one. */
const BOUNDS = ["le", "vmrange"];

export const bucketsSummed: Policy = {
  name: "buckets-summed",
  level: "mandatory",
  description: "Buckets of a histogram are not added to each other.",
  judges: "query",
  mentions: /_bucket/,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "aggregation" || (part.operator !== "sum" && part.operator !== "avg")) continue;
      const bucket = allBucketsIn(part.of);
      // What a quantile is computed of, histogram-quantile-without-le judges.
      const isOfQuantile = [...inside].some((one) => one.kind === "call" && one.name.startsWith("histogram_"));
      const labels = labelsOf(part);
      // VictoriaMetrics' `vmrange` is there where it is named.
      const keepsBounds = canHave(labels, "le") || labels.named.get("vmrange") === true;
      if (bucket === undefined || isOfQuantile || keepsBounds) continue;
      // Whether there is anything at all, buckets say as well.
      const around = [...inside].find((one) => one.kind !== "parentheses");
      if (around?.kind === "binary" && COMPARISONS.has(around.operator) && numberIn(around.right) === 0) continue;
      yield {
        found: `"${part.text}" adds the buckets of ${bucket} to each other`,
        why: "Each bucket counts all that the smaller ones count: an observation is counted once for every bucket that it fits in",
        fix: `Read ${bucket.replace(/_bucket$/, "_count")}, or one bucket: le="+Inf"`,
      };
    }
  },
  examples: {
    bad: "- record: job:took_seconds:rate5m\n  expr: sum by (job) (rate(took_seconds_bucket[5m]))",
    good: "- record: job:took_seconds:rate5m\n  expr: sum by (job) (rate(took_seconds_count[5m]))",
  },
};

/** The metric whose buckets it has, without a choice of one, or of those between others. */
function allBucketsIn(expression: Expression): string | undefined {
  const of = unwrapped(expression);
  switch (of.kind) {
    case "selector":
      return of.name !== undefined && isBucket(of.name) && !of.matchers.some(({ label }) => BOUNDS.includes(label))
        ? of.name
        : undefined;
    case "call":
      return ["rate", "irate", "increase"].includes(of.name) && of.args[0] ? allBucketsIn(of.args[0]) : undefined;
    case "range":
      return allBucketsIn(of.of);
    default:
      return undefined;
  }
}
