// The sample service over HTTP.

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { close, guardedServer, listen, readBody, send } from "../http";
import { findRoute, pathOf } from "../routing";
import type { Running } from "../run";
import { dispatch } from "./dispatch";
import { NO_FAULT } from "./faults";
import { isMeasured, requestLabels } from "./labels";
import { beginRequest, type RequestLabels } from "./metrics";
import { FAULTS, routes } from "./routes";
import { createService, type Service } from "./service";
import { parentOf, type Span } from "./spans";
import { startTraffic } from "./traffic";
import { USER_HEADER } from "./users";

const BODY_LIMIT_BYTES = 64 * 1024;
const CLOSE_GRACE_SECONDS = 5;

/** The header by which a request's lines are found. */
const REQUEST_ID = "x-request-id";

/** nginx's code for a client that left before its answer. */
const CLIENT_CLOSED_REQUEST = 499;

/** How to start the service. */
interface ServiceOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Background traffic, in requests a second; 0 is none. */
  readonly traffic: number;
  /** Base URL of a collector that takes spans as OTLP over HTTP; none are sent without. */
  readonly spansTo?: string;
}

/**
 * Starts the service and its background traffic.
 *
 * @throws Error with one plain sentence when it cannot listen.
 */
export async function startService({ port, host, traffic, spansTo }: ServiceOptions): Promise<Running> {
  const closing = new AbortController();
  const service = createService(closing.signal, spansTo);
  const server = guardedServer((request, response) => answer(service, request, response));
  const url = await listen(server, port, host);
  const background = startTraffic(loopbackOf(url), traffic);
  return {
    url,
    close: async () => {
      closing.abort();
      await Promise.all([background.stop(), service.simulations.finished()]);
      await close(server, CLOSE_GRACE_SECONDS);
      await service.spans?.close();
    },
  };
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? "";
  const path = pathOf(request.url);
  if (service.faults.settings.down && path !== FAULTS) {
    request.socket.destroy();
    return;
  }
  const match = findRoute(routes, method, path);
  const labels = requestLabels(method, match);
  const span = isMeasured(labels.endpoint) ? measure(service, labels, request, response) : undefined;
  const userId = request.headers[USER_HEADER];
  service.users.seen(Array.isArray(userId) ? userId[0] : userId);
  const trace = span ?? parentOf(request.headers.traceparent);
  const call = { id: idOf(request), ...(trace && { trace }), readBody: () => readBody(request, BODY_LIMIT_BYTES) };
  response.setHeader(REQUEST_ID, call.id);
  const fault = match.kind === "found" && match.route.api ? service.faults.next(labels.endpoint) : NO_FAULT;
  try {
    send(response, await dispatch(service, match, call, fault));
  } catch {
    // Only a client that has gone gets here: there is nobody to answer.
    response.destroy();
  }
}

/** Counts and times a request until its answer is sent; returns its span, where spans are sent. */
function measure(
  { metrics, spans }: Service,
  labels: RequestLabels,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Span | undefined {
  const end = beginRequest(metrics, labels);
  const span = spans?.begin(headers.traceparent, labels);
  response.once("close", () => {
    const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST;
    end(status);
    span?.end(status);
  });
  return span;
}

/** The client's own id, where it is one. */
const idOf = ({ headers }: IncomingMessage): string =>
  /^[\w-]{1,64}$/.exec(String(headers[REQUEST_ID] ?? ""))?.[0] ?? randomUUID();

/** A service that listens on every address is reached over loopback. */
function loopbackOf(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}
