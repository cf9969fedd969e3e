// The way of every request, over HTTP or simulated: its fault first, then its handler; errors become answers.

import { HttpError, json, type Reply } from "../http";
import { noRoute, type RouteMatch } from "../routing";
import type { Fault } from "./faults";
import type { ErrorType } from "./metrics";
import type { Call, Route } from "./routes";
import type { LogFields, Service } from "./service";

/** Answers a request; it throws only where the client has gone. */
export async function dispatch(service: Service, match: RouteMatch<Route>, call: Call, fault: Fault): Promise<Reply> {
  if (match.kind !== "found") return noRoute(match).toReply();
  const { route } = match;
  const reply = await handled(service, route, call, fault);
  if (reply.status >= 500)
    report(service, route, call, { msg: `${route.method} ${route.path} failed`, status: reply.status });
  return reply;
}

async function handled(service: Service, route: Route, call: Call, fault: Fault): Promise<Reply> {
  try {
    if (fault.latencySeconds > 0) await service.pool.query(fault.latencySeconds);
    if (fault.fails) return fail(service, route, "injected");
    return await route.handle(call, service);
  } catch (error) {
    if (error instanceof HttpError) return error.toReply();
    if (isClientGone(error)) throw error;
    const stack = error instanceof Error ? error.stack : undefined;
    report(service, route, call, {
      msg: error instanceof Error ? error.message : String(error),
      ...(stack && { stack }),
    });
    return fail(service, route, "unhandled");
  }
}

function report(service: Service, { method, path }: Route, { id, trace }: Call, fields: LogFields): void {
  service.log({
    level: "error",
    ...fields,
    method,
    path,
    request_id: id,
    ...(trace && { trace_id: trace.traceId, span_id: trace.spanId }),
  });
}

function fail(service: Service, route: Route, errorType: ErrorType): Reply {
  service.metrics.errors.inc({ endpoint: route.path, error_type: errorType });
  route.onFailure?.(service);
  return json(500, { error: errorType === "injected" ? "a fault drill made this request fail" : "internal error" });
}

function isClientGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}
