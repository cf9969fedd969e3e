// Takes Alertmanager's notifications of groups, and adds them to threads one after the other.
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { close, guardedServer, HttpError, json, listen, parseJson, type Reply, readBody, send } from "../sample/http";
import { Queue, replaceFile } from "../sample/inbox/receipts/durable";
import { findRoute, noRoute, pathOf } from "../sample/routing";
import type { Running } from "../sample/run";
import { type Login, refuseOthers } from "./caller";
import { type FollowGround, follow, type Incidents, incidents } from "./follow";
import { notification } from "./notification";
import { NoMessageYet } from "./place";
import type { IncidentsPlan } from "./plan";

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export interface IncidentsOptions {
  plan: IncidentsPlan;
  ground: FollowGround;
  /** Keeps where each incident's message is. */
  file: string;
  login: Login;
  host: string;
  port: number;
}

/** Answers only after the thread has what was sent: what fails is sent again by Alertmanager. */
export async function startIncidents({ plan, ground, file, login, host, port }: IncidentsOptions): Promise<Running> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  let known = await readKnown(file);
  const queue = new Queue();
  const take = async (request: IncomingMessage): Promise<Reply> => {
    await refuseOthers(request, login);
    const sent = parseJson(await readBody(request, BODY_LIMIT_BYTES), notification);
    return queue.run(async () => {
      const next = await follow(sent, plan, known, ground);
      if (next !== known) await replaceFile(file, JSON.stringify(next));
      known = next;
      return json(200, { status: "ok" });
    });
  };
  const endpoints = [
    { method: "GET", path: "/health", reply: async () => json(200, { status: "ok" }) },
    { method: "POST", path: "/groups", reply: take },
  ] as const;
  const server = guardedServer(async (request, response) => {
    const match = findRoute(endpoints, request.method ?? "", pathOf(request.url));
    if (match.kind !== "found") return send(response, noRoute(match).toReply());
    send(response, await match.route.reply(request).catch((error: Error) => refusal(error, request)));
  });
  const url = await listen(server, port, host);
  return { url, close: () => close(server, 1) };
}

/** Alertmanager sends again what is answered with 5xx. */
function refusal(error: Error, request: IncomingMessage): Reply {
  request.resume();
  if (error instanceof HttpError) return error.toReply();
  process.stdout.write(`${new Date().toISOString()} ${error.message}\n`);
  return json(error instanceof NoMessageYet ? 503 : 502, { error: error.message });
}

async function readKnown(file: string): Promise<Incidents> {
  if (!existsSync(file)) return {};
  try {
    return incidents.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Threads that go on get no more; the next incidents have theirs.
    return {};
  }
}
