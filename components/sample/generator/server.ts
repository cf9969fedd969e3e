// The sample-metrics generator over HTTP.
import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../../error-text";
import { close, guardedServer, HttpError, json, listen, readBody, send } from "../http";
import { findRoute, noRoute, pathOf } from "../routing";
import type { Running } from "../run";
import { type GeneratedMixin, HealthyTargets } from "./healthy";
import { Replays } from "./replays";
import { type Generator, routes } from "./routes";

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
const CLOSE_GRACE_SECONDS = 2;

/** When the healthy targets' processes started: always the same, so that no counter is reset when the generator is. */
export const MADE_UP_SINCE = Date.UTC(2026, 0, 1) / 1000;

const nowSeconds = () => Date.now() / 1000;

interface GeneratorOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** The mixins of which healthy targets are shown. */
  readonly generate: readonly GeneratedMixin[];
}

/** Starts the generator. Throws an Error with one plain sentence when it cannot listen. */
export async function startGenerator({ port, host, generate }: GeneratorOptions): Promise<Running> {
  const generator: Generator = {
    healthy: new HealthyTargets(generate, MADE_UP_SINCE),
    replays: new Replays(),
    address: "",
    now: nowSeconds,
  };
  const server = guardedServer((request, response) => answer(generator, request, response));
  const url = await listen(server, port, host);
  generator.address = new URL(url).host;
  return { url, close: () => close(server, CLOSE_GRACE_SECONDS) };
}

async function answer(generator: Generator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const match = findRoute(routes, request.method ?? "", pathOf(request.url));
  try {
    if (match.kind !== "found") throw noRoute(match);
    const body = await readBody(request, BODY_LIMIT_BYTES);
    send(response, match.route.handle(generator, { rest: match.rest, body }));
  } catch (error) {
    const problem = error instanceof HttpError ? error : undefined;
    send(response, problem?.toReply() ?? json(500, { error: messageOf(error) }));
  }
}
