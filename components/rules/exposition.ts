// What a target shows at a moment, series by series.
import type { Metric } from "./metric";
import { type Distribution, type Moment, type Normal, quantileOf, shareUpTo, sumOf, traffic } from "./normal";

/** One series with its value. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Every series of a metric as a healthy target shows it; none where `normal` does not speak of it. */
export function samplesOf(metric: Metric, normal: Normal, moment: Moment): Sample[] {
  const shown = normal[metric.name] ?? [];
  const bySet = Array.isArray(shown) ? shown : [[{}, shown] as const];
  return bySet.flatMap(([labels, course]) =>
    typeof course === "function"
      ? [{ name: metric.name, labels, value: course(moment) }]
      : distributed(metric, labels, course, moment),
  );
}

function distributed(metric: Metric, labels: Sample["labels"], spread: Distribution, moment: Moment): Sample[] {
  const count = Math.floor(traffic(spread.perSecond)(moment));
  // Text has no form for it: its count stands for the one series that it is.
  if (metric.type === "nativeHistogram") return [{ name: metric.name, labels, value: count }];
  const sample = (part: string, value: number, more: Record<string, string> = {}): Sample => ({
    name: metric.name + part,
    labels: { ...labels, ...more },
    value,
  });
  const parts =
    metric.type === "summary"
      ? spread.bounds.map((share) => sample("", quantileOf(spread, share), { quantile: String(share) }))
      : [
          ...spread.bounds.map((bound) =>
            sample("_bucket", Math.floor(count * shareUpTo(spread, bound)), { le: String(bound) }),
          ),
          sample("_bucket", count, { le: "+Inf" }),
        ];
  return [...parts, sample("_sum", sumOf(spread, moment)), sample("_count", count)];
}
