// The routes of the sample service. A path in this table is also the value of the `endpoint` label.

import { json, parseJson, type Reply, text } from "../http";
import type { RouteKey } from "../routing";
import { faultOrder } from "./faults";
import { createOrder } from "./orders";
import type { Service } from "./service";
import { simulateTraffic } from "./simulation";
import type { SpanContext } from "./spans";
import { listUsers } from "./users";

/** A request as handlers see it, whether it came over HTTP or from a simulation. */
export interface Call {
  /** Names the request in the log and in its answer. */
  readonly id: string;
  /** Its place in its trace: of its own span, or where it sends none, of the client's. */
  readonly trace?: SpanContext;
  /** @throws HttpError 413 when the body is over the limit. */
  readonly readBody: () => Promise<string>;
}

/** One route. */
export interface Route extends RouteKey {
  /** Part of the product: it is measured and takes part in fault drills. The others are for operators. */
  readonly api: boolean;
  readonly handle: (call: Call, service: Service) => Promise<Reply>;
  /** Called when a request fails on the service's side, for metrics of the business. */
  readonly onFailure?: (service: Service) => void;
}

/** The fault switch; it answers also while the service is to seem down. */
export const FAULTS = "/faults";

export const routes: readonly Route[] = [
  { method: "GET", path: "/api/users", api: true, handle: listUsers },
  { method: "POST", path: "/api/orders", api: true, handle: createOrder, onFailure: countFailedOrder },
  { method: "GET", path: "/api/error", api: true, handle: failAlways },
  { method: "POST", path: "/api/simulate-traffic", api: true, handle: simulateTraffic },
  { method: "GET", path: "/health", api: false, handle: async () => json(200, { status: "ok" }) },
  { method: "GET", path: "/metrics", api: false, handle: exposeMetrics },
  { method: "GET", path: FAULTS, api: false, handle: showFaults },
  { method: "PUT", path: FAULTS, api: false, handle: setFaults },
  { method: "DELETE", path: FAULTS, api: false, handle: clearFaults },
];

function countFailedOrder({ metrics }: Service): void {
  metrics.orders.inc({ status: "failed" });
}

async function failAlways(_call: Call, { metrics }: Service): Promise<Reply> {
  metrics.errors.inc({ endpoint: "/api/error", error_type: "intentional" });
  return json(500, { error: "this route always fails" });
}

async function exposeMetrics(_call: Call, { metrics, users }: Service): Promise<Reply> {
  metrics.activeUsers.set(users.count());
  return text(200, await metrics.registry.metrics(), metrics.registry.contentType);
}

async function showFaults(_call: Call, { faults }: Service): Promise<Reply> {
  return json(200, faults.settings);
}

async function setFaults(call: Call, service: Service): Promise<Reply> {
  const renewed = service.faults.order(parseJson(await call.readBody(), faultOrder));
  return json(200, { ...service.faults.settings, renewed });
}

async function clearFaults(call: Call, service: Service): Promise<Reply> {
  service.faults.clear();
  return showFaults(call, service);
}
