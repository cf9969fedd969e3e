// What services call the same request metrics: a table of the namings, and how an expression is written for all of them.

export interface Naming {
  /** Counter of requests answered. */
  requests: string;
  /** Histogram of their duration. */
  duration: string;
  durationLabels: readonly string[];
  /** Gauge of requests being answered. */
  inFlight: string;
  /** Counter of failures by reason, where the naming has one. */
  errors?: { metric: string; reason: string };
  /** The label that holds the route. */
  endpoint: string;
  /** The label that holds the HTTP status. */
  status: string;
}

export const NAMINGS = {
  app: {
    requests: "app_requests_total",
    duration: "app_request_duration_seconds",
    durationLabels: ["method", "endpoint"],
    inFlight: "app_requests_in_flight",
    errors: { metric: "app_errors_total", reason: "error_type" },
    endpoint: "endpoint",
    status: "status",
  },
  http: {
    requests: "http_requests_total",
    duration: "http_request_duration_seconds",
    durationLabels: ["method", "path", "status"],
    inFlight: "http_requests_in_flight",
    endpoint: "path",
    status: "status",
  },
} as const satisfies Record<string, Naming>;

export type NamingName = keyof typeof NAMINGS;

/** What a naming calls a label that recordings have; others it calls the same. */
const ownLabel = (naming: Naming, label: string) =>
  ({ endpoint: naming.endpoint, status: naming.status, reason: naming.errors?.reason })[label] ?? label;

/**
 * The sum of an expression by service and `labels`, over all namings. Labels get their common names after summing: there are
 * far fewer series then.
 * A service that has metrics of several namings counts by the first: each request once, and never two values for one series.
 */
export function sumOf(namings: readonly Naming[], labels: readonly string[], expr: (naming: Naming) => string): string {
  const summed = namings.map((naming) => {
    const own = labels.map((label) => ownLabel(naming, label));
    const sum = `sum by (${["service", "team", ...own].join(", ")}) (${expr(naming)})`;
    return labels.reduce((inner, label, place) => renamed(inner, own[place] ?? label, label), sum);
  });
  return summed.join(" or on (service, team) ");
}

/** Gives a label another name. */
const renamed = (expr: string, from: string, to: string) =>
  from === to ? expr : `sum without (${from}) (label_replace(${expr}, "${to}", "$1", "${from}", "(.*)"))`;
