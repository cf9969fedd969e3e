// Takes Alertmanager's notifications of groups, and has hooks called: one after the other for each hook.
import { mkdir } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { messageOf } from "../error-text";
import { type Login, refuseOthers } from "../incidents/caller";
import { notification } from "../incidents/notification";
import type { SlackGround } from "../incidents/slack";
import { printable } from "../printable";
import {
  close,
  guardedServer,
  HttpError,
  json,
  listen,
  parseJson,
  type Reply,
  readBody,
  send,
  text,
} from "../sample/http";
import { Queue } from "../sample/inbox/receipts/durable";
import { findRoute, noRoute, pathOf } from "../sample/routing";
import type { Running } from "../sample/run";
import { Kept } from "./ledger/kept";
import type { Ledger } from "./ledger/ledger";
import { CallMetrics } from "./metrics";
import type { RemediationPlan } from "./plan";
import { type RemedyGround, remedy } from "./remedy";
import { Teller } from "./thread";

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export interface RemediationOptions {
  plan: RemediationPlan;
  ground: Omit<RemedyGround, "ended" | "unkept" | "unclaimed">;
  /** Without a bot's token nothing is added to threads. */
  slack?: SlackGround;
  /** Keeps which incidents called which hook, and what threads do not say yet. */
  file: string;
  /** Where other programs call the same hooks, in place of that file: the ledger of all. */
  shared?: (own: Ledger) => Ledger;
  login: Login;
  /** Gets a line for each outcome. */
  log: (line: string) => void;
  host: string;
  port: number;
}

/** How often it looks for the messages of what waits. */
const TELL_EVERY_MS = 5_000;

/** Answers once the hook was called and its outcome kept: what fails before is sent again by Alertmanager. */
export async function startRemediation(options: RemediationOptions): Promise<Running> {
  const { plan, slack, file, login, host, port, log } = options;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const own = await Kept.read(file);
  const ledger = options.shared?.(own) ?? own;
  const metrics = new CallMetrics(plan.hooks);
  const say = (line: string) => log(printable(line));
  const ground: RemedyGround = {
    ...options.ground,
    unkept: new Map(),
    unclaimed: new Set(),
    ended: (hook, group, incident, outcome) => {
      metrics.count(hook, outcome);
      say(`${hook.name} ${outcome.words} (${outcome.kind}; incident ${incident}, ${group})`);
    },
  };
  const untold = (error: Error) => say(`no outcome in the thread: ${messageOf(error)}`);
  const teller = slack && new Teller(ledger, { slack, now: ground.now, untold });
  const tell = () => void teller?.tell().catch(untold);
  const queues = new Map(plan.hooks.map(({ receiver }) => [receiver, new Queue()]));
  const take = async (request: IncomingMessage): Promise<Reply> => {
    await refuseOthers(request, login);
    const sent = parseJson(await readBody(request, BODY_LIMIT_BYTES), notification);
    const queue = queues.get(sent.receiver);
    if (!queue) throw new HttpError(404, "no hook has this receiver");
    await queue.run(() => remedy(sent, plan, ledger, ground));
    tell();
    return json(200, { status: "ok" });
  };
  const endpoints = [
    { method: "GET", path: "/health", reply: async () => json(200, { status: "ok" }) },
    {
      method: "GET",
      path: "/metrics",
      reply: async () => text(200, metrics.text(), "text/plain; version=0.0.4; charset=utf-8"),
    },
    { method: "POST", path: "/groups", reply: take },
  ] as const;
  const server = guardedServer(async (request, response) => {
    const match = findRoute(endpoints, request.method ?? "", pathOf(request.url));
    if (match.kind !== "found") return send(response, noRoute(match).toReply());
    send(response, await match.route.reply(request).catch((error: Error) => refusal(error, request, say)));
  });
  const url = await listen(server, port, host);
  const telling = setInterval(tell, TELL_EVERY_MS);
  return {
    url,
    close: () => {
      clearInterval(telling);
      return close(server, CLOSE_GRACE_SECONDS);
    },
  };
}

/** A call that is under way is finished, and what came of it kept. */
const CLOSE_GRACE_SECONDS = 12;

/** Alertmanager sends again what is answered with 5xx. */
function refusal(error: Error, request: IncomingMessage, say: (line: string) => void): Reply {
  request.resume();
  if (error instanceof HttpError) return error.toReply();
  say(error.message);
  return json(502, { error: error.message });
}
