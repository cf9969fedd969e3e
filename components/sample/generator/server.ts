// The sample-metrics generator over HTTP.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, HttpError, json, listen, parseJson, readBody, send } from "../http";
import { findRoute, noRoute, pathOf } from "../routing";
import type { Running } from "../run";
import { generatedServices, HealthyTargets } from "./healthy";
import { Replays } from "./replays";
import { type Generator, routes } from "./routes";

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
const CLOSE_GRACE_SECONDS = 2;
const RUNNING_SECONDS = 3 * 86_400;

const nowSeconds = () => Date.now() / 1000;

interface GeneratorOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** JSON file with the services whose metrics are made up. */
  readonly services: string;
}

/** Starts the generator. Throws an Error with one plain sentence when it cannot listen or its file is not right. */
export async function startGenerator({ port, host, services }: GeneratorOptions): Promise<Running> {
  // Healthy targets have been running for days: a restart is news.
  const start = nowSeconds() - RUNNING_SECONDS;
  const read = async () => new HealthyTargets(parseJson(await readFile(services, "utf8"), generatedServices), start);
  const generator: Generator = {
    healthy: await read(),
    reload: async () => {
      generator.healthy = await read();
    },
    replays: new Replays(),
    address: "",
    now: nowSeconds,
  };
  const server = createServer((request, response) => void answer(generator, request, response));
  const url = await listen(server, port, host);
  generator.address = new URL(url).host;
  return { url, close: () => close(server, CLOSE_GRACE_SECONDS) };
}

async function answer(generator: Generator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const match = findRoute(routes, request.method ?? "", pathOf(request.url));
  try {
    if (match.kind !== "found") throw noRoute(match);
    const body = await readBody(request, BODY_LIMIT_BYTES);
    send(response, await match.route.handle(generator, { rest: match.rest, body }));
  } catch (error) {
    const problem = error instanceof HttpError ? error : undefined;
    send(response, problem?.toReply() ?? json(500, { error: error instanceof Error ? error.message : String(error) }));
  }
}
