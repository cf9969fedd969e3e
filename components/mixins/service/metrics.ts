// What a service exposes about the requests it answers, by naming.
import { type Catalogue, counter, gauge, histogram, type Labels, type Metric } from "../../rules";
import type { Naming } from "./naming";

/** Labels come from closed sets: a route's template, never the path that was sent. */
const BOUNDS: Readonly<Record<string, number>> = { method: 4, endpoint: 20, path: 20, status: 8, error_type: 5 };

const bounded = (labels: readonly string[]): Labels =>
  Object.fromEntries(labels.map((label) => [label, BOUNDS[label] ?? 10]));

export function catalogueOf(namings: readonly Naming[]): Catalogue {
  return {
    exporter: "the service itself, through a client library such as prom-client",
    version: "15.1.3",
    source: "https://github.com/siimon/prom-client",
    // Counted on the sample service: 46 of its own with two routes in use, and 84 of Node.js. A route more brings about 17.
    series: { expected: 130, includes: ["nodejs"] },
    metrics: namings.flatMap(metricsOf),
  };
}

function metricsOf({ requests, duration, durationLabels, inFlight, errors, endpoint, status }: Naming): Metric[] {
  return [
    counter(requests, "count", "Requests answered.", bounded(["method", endpoint, status])),
    // A quantile is never above the last finite bucket: that has to lie above the thresholds of ServiceLatencyHigh.
    histogram(
      duration,
      "seconds",
      "Time from a request's arrival to the end of its answer.",
      bounded(durationLabels),
      11,
    ),
    gauge(inFlight, "count", "Requests being answered."),
    ...(errors
      ? [
          counter(
            errors.metric,
            "count",
            "Requests that failed on the service's side.",
            bounded([endpoint, errors.reason]),
          ),
        ]
      : []),
  ];
}
