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

/**
 * The sum of an expression by service and `labels`, over all namings.
 * A service that has metrics of several namings counts by the first: each request once, and never two values for one series.
 */
export function sumOf(namings: readonly Naming[], labels: readonly string[], expr: (naming: Naming) => string): string {
  const by = ["service", "team", ...labels].join(", ");
  return namings.map((naming) => `sum by (${by}) (${expr(naming)})`).join(" or on (service, team) ");
}

/** Gives a label the name that recordings use for it. */
export function renamed(expr: string, from: string, to: string): string {
  return from === to ? expr : `label_replace(${expr}, "${to}", "$1", "${from}", "(.*)")`;
}
