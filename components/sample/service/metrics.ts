// Every metric of the sample service, in a registry of its own.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Seconds. Close around the latencies that objectives are set at (100 ms to 2.5 s), up to the longest fault, 10 s. */
const REQUEST_DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Why a request failed on the service's side; each is one value of the `error_type` label. */
export type ErrorType = "intentional" | "injected" | "unhandled";

/** What became of an order; each is one value of the `status` label. */
const ORDER_STATUSES = ["created", "rejected", "failed"] as const;

/** The labels of a request: both from closed sets, see labels.ts. */
export interface RequestLabels {
  readonly method: string;
  readonly endpoint: string;
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Creates the metrics, with Node's own process metrics beside them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const orders = new Counter({
    name: "app_orders_total",
    help: "Orders, by what became of them.",
    labelNames: ["status"],
    registers,
  });
  // A counter that starts at its first event hides that event from rate(); these start at zero.
  for (const status of ORDER_STATUSES) orders.inc({ status }, 0);
  return {
    registry,
    orders,
    requests: new Counter({
      name: "app_requests_total",
      help: "Requests answered, by method, route and HTTP status.",
      labelNames: ["method", "endpoint", "status"],
      registers,
    }),
    duration: new Histogram({
      name: "app_request_duration_seconds",
      help: "Time from a request's arrival to the end of its answer, in seconds.",
      labelNames: ["method", "endpoint"],
      buckets: REQUEST_DURATION_BUCKETS,
      registers,
    }),
    inFlight: new Gauge({ name: "app_requests_in_flight", help: "Requests being answered now.", registers }),
    errors: new Counter({
      name: "app_errors_total",
      help: "Requests that failed on the service's side, by route and reason.",
      labelNames: ["endpoint", "error_type"],
      registers,
    }),
    revenue: new Counter({
      name: "app_revenue_dollars_total",
      help: "Revenue of created orders, in US dollars.",
      registers,
    }),
    activeUsers: new Gauge({ name: "app_active_users", help: "Users seen in the last five minutes.", registers }),
    connectionsActive: new Gauge({
      name: "app_db_connections_active",
      help: "Database connections in use.",
      registers,
    }),
    connectionsMax: new Gauge({
      name: "app_db_connections_max",
      help: "Database connections that the pool may open.",
      registers,
    }),
  };
}

/** Starts measuring a request; call what it returns once, with the HTTP status that ended it. */
export function beginRequest(metrics: Metrics, labels: RequestLabels): (status: number) => void {
  metrics.inFlight.inc();
  const observe = metrics.duration.startTimer({ ...labels });
  return (status) => {
    metrics.inFlight.dec();
    metrics.requests.inc({ ...labels, status: String(status) });
    observe();
  };
}
