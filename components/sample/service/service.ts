// Puts the parts of the sample service together; no network here.

import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { findRoute } from "../routing";
import { dispatch } from "./dispatch";
import { FaultSwitch } from "./faults";
import { requestLabels } from "./labels";
import { beginRequest, createMetrics, type Metrics } from "./metrics";
import { ConnectionPool, MAX_CONNECTIONS } from "./pool";
import { routes } from "./routes";
import { type PlannedRequest, Simulations } from "./simulation";
import { Spans } from "./spans";
import { ActiveUsers } from "./users";

/** What handlers work with. */
export interface Service {
  readonly metrics: Metrics;
  readonly faults: FaultSwitch;
  readonly pool: ConnectionPool;
  readonly users: ActiveUsers;
  readonly simulations: Simulations;
  /** Undefined where nobody takes them. */
  readonly spans: Spans | undefined;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly nextOrderId: () => number;
  /** Writes one line of JSON, with the time. */
  readonly log: (fields: LogFields) => void;
}

/** What a line of the log says. */
export type LogFields = Readonly<Record<string, string | number>>;

/** What `service.name` is in its spans, where nobody says otherwise. */
const NAME = "sample";

/**
 * Creates the service; once `closing` is aborted, its waits end at once.
 * @param spansTo Base URL of a collector that takes spans as OTLP; none are sent without.
 */
export function createService(closing: AbortSignal, spansTo?: string): Service {
  // Every request that waits listens to this one signal.
  setMaxListeners(0, closing);
  const metrics = createMetrics();
  let orders = 0;
  const service: Service = {
    metrics,
    faults: new FaultSwitch(),
    pool: new ConnectionPool(MAX_CONNECTIONS, closing, (active) => metrics.connectionsActive.set(active)),
    users: new ActiveUsers(Date.now),
    simulations: new Simulations((planned) => performSimulated(service, planned), closing),
    spans: spansTo === undefined ? undefined : new Spans(spansTo, NAME),
    random: Math.random,
    nextOrderId: () => ++orders,
    log: (fields) => process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`),
  };
  metrics.connectionsMax.set(MAX_CONNECTIONS);
  startSeriesAtZero(metrics);
  return service;
}

/** Error series exist from the start: a ratio is 0 rather than missing, and rate() sees the first error too. */
function startSeriesAtZero(metrics: Metrics): void {
  for (const { method, path } of routes.filter((route) => route.api)) {
    metrics.requests.inc({ method, endpoint: path, status: "500" }, 0);
    const errorType = path === "/api/error" ? "intentional" : "injected";
    metrics.errors.inc({ endpoint: path, error_type: errorType }, 0);
  }
}

async function performSimulated(service: Service, { request, fault }: PlannedRequest): Promise<void> {
  const match = findRoute(routes, request.method, request.path);
  const labels = requestLabels(request.method, match);
  const end = beginRequest(service.metrics, labels);
  const span = service.spans?.begin(undefined, labels);
  service.users.seen(request.userId);
  const call = { id: randomUUID(), ...(span && { trace: span }), readBody: async () => request.body };
  const reply = await dispatch(service, match, call, fault);
  end(reply.status);
  span?.end(reply.status);
}
