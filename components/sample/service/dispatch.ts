// The way of every request, over HTTP or simulated: its fault first, then its handler; errors become answers.

import { HttpError, json, type Reply } from "../http";
import { noRoute, type RouteMatch } from "../routing";
import type { Fault } from "./faults";
import type { ErrorType } from "./metrics";
import type { Call, Route } from "./routes";
import type { Service } from "./service";

/** Answers a request; it throws only where the client has gone. */
export async function dispatch(service: Service, match: RouteMatch<Route>, call: Call, fault: Fault): Promise<Reply> {
  if (match.kind !== "found") return noRoute(match).toReply();
  const { route } = match;
  try {
    if (fault.latencySeconds > 0) await service.pool.query(fault.latencySeconds);
    if (fault.fails) return fail(service, route, "injected");
    return await route.handle(call, service);
  } catch (error) {
    if (error instanceof HttpError) return error.toReply();
    if (isClientGone(error)) throw error;
    service.log(`${route.method} ${route.path}: ${error instanceof Error ? error.stack : String(error)}`);
    return fail(service, route, "unhandled");
  }
}

function fail(service: Service, route: Route, errorType: ErrorType): Reply {
  service.metrics.errors.inc({ endpoint: route.path, error_type: errorType });
  route.onFailure?.(service);
  return json(500, { error: errorType === "injected" ? "a fault drill made this request fail" : "internal error" });
}

function isClientGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}
