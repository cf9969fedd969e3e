// What a service exposes about the requests it answers, by naming.
import { type Catalogue, counter, gauge, histogram, type Labels, type Metric, nativeHistogram } from "../../rules";
import type { Naming } from "./naming";

/** Labels come from closed sets: a route's template, never the path that was sent. */
const BOUNDS: Readonly<Record<string, number>> = { method: 4, endpoint: 20, path: 20, status: 8, error_type: 5 };

/** Of labels with other names, by what a naming has them for. */
const boundOf = (label: string, { endpoint, status }: Naming): number => {
  if (label === endpoint) return 20;
  return label === status ? 8 : (BOUNDS[label] ?? 4);
};

const bounded = (labels: readonly string[], naming: Naming): Labels =>
  Object.fromEntries(labels.map((label) => [label, BOUNDS[label] ?? boundOf(label, naming)]));

export function catalogueOf(namings: readonly Naming[]): Catalogue {
  return {
    exporter: "the service itself, through a client library such as prom-client",
    version: "15.1.3",
    source: "https://github.com/siimon/prom-client",
    // Counted on the sample service: 46 of its own with two routes in use, and 84 of Node.js. A route more brings about 17; the 14
    // of them that are a classic histogram are one where it is native.
    series: { expected: namings.every(({ native }) => native) ? 104 : 130, includes: ["nodejs"] },
    metrics: merged(namings.flatMap(metricsOf)),
  };
}

/** Namings that share a metric have it with the labels of all. */
function merged(metrics: readonly Metric[]): Metric[] {
  const byName = new Map<string, Metric>();
  for (const metric of metrics) {
    const before = byName.get(metric.name);
    const unread = [...new Set([...(before?.unread ?? []), ...(metric.unread ?? [])])];
    byName.set(metric.name, {
      ...metric,
      labels: { ...before?.labels, ...metric.labels },
      ...(unread.length > 0 && { unread }),
    });
  }
  return [...byName.values()];
}

function metricsOf(naming: Naming): Metric[] {
  const { requests, requestLabels, duration, durationLabels, milliseconds, native, inFlight, errors, endpoint } =
    naming;
  const { inFlightLabels = [], unread } = naming;
  const unit = milliseconds ? "count" : "seconds";
  const help = `Time from a request's arrival to the end of its answer${milliseconds ? ", in milliseconds" : ""}.`;
  const all = [
    // A histogram counts requests by itself.
    ...(requests === `${duration}_count`
      ? []
      : [counter(requests, "count", "Requests answered.", bounded(requestLabels, naming))]),
    // A quantile is never above the last finite bucket: that has to lie above the thresholds of ServiceLatencyHigh.
    native
      ? nativeHistogram(duration, unit, help, bounded(durationLabels, naming))
      : histogram(duration, unit, help, bounded(durationLabels, naming), 11),
    ...(inFlight ? [gauge(inFlight, "count", "Requests being answered.", bounded(inFlightLabels, naming))] : []),
    ...(errors
      ? [
          counter(
            errors.metric,
            "count",
            "Requests that failed on the service's side.",
            bounded([...(endpoint ? [endpoint] : []), errors.reason], naming),
          ),
        ]
      : []),
  ];
  return unread ? all.map((metric) => ({ ...metric, unread })) : all;
}
