// The Slack inbox over HTTP.

import type { IncomingMessage } from "node:http";
import { messageOf } from "../../error-text";
import { close, guardedServer, HttpError, json, listen, type Reply, readBody, readBytes, send } from "../http";
import { findRoute, noRoute, pathOf } from "../routing";
import type { Running } from "../run";
import { createInboxMetrics } from "./metrics";
import type { DrawDashboards } from "./pages/dashboards";
import type { TraceSource } from "./pages/traces-pages";
import { DrillNotifications } from "./receipts/drills";
import { Heartbeat } from "./receipts/heartbeat";
import { MessageStore } from "./receipts/store";
import { endpoints, type Inbox } from "./routes";
import { Uploads } from "./slack/files";

const BODY_LIMIT_BYTES = 1024 * 1024;
const KEPT_MESSAGES = 10_000;
const CLOSE_GRACE_SECONDS = 5;

/** How to start the inbox. */
interface InboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Folder for messages and heartbeat; made where it is missing. */
  readonly data: string;
  /** Folder with `<mixin>/runbook.md` files. */
  readonly runbooks?: string | undefined;
  /** Folder with `<uid>.json` files. */
  readonly dashboards?: string | undefined;
  /** Prometheus' URL, for the links of the dashboards' queries. */
  readonly prometheus?: string | undefined;
  /** Draws dashboards; without it, their queries are listed. */
  readonly draw?: DrawDashboards | undefined;
  /** Alertmanager's URL, for its alerts and silences. */
  readonly alertmanager?: string | undefined;
  /** For pages of traces. */
  readonly traces?: TraceSource;
}

/**
 * Starts the inbox.
 *
 * @throws Error when it cannot listen, in one plain sentence, or when the data folder cannot be used.
 */
export async function startInbox({
  port,
  host,
  data,
  runbooks,
  dashboards,
  prometheus,
  draw,
  alertmanager,
  traces = {},
}: InboxOptions): Promise<Running> {
  let inbox: Inbox | undefined;
  const server = guardedServer(async (request, response) => send(response, await answer(inbox, request)));
  // Listening comes first: a second inbox that finds its port taken must not touch the first one's files.
  const url = await listen(server, port, host);
  try {
    const store = await MessageStore.open(data, KEPT_MESSAGES);
    const heartbeat = await Heartbeat.open(data);
    inbox = {
      store,
      heartbeat,
      drills: new DrillNotifications(),
      uploads: new Uploads(url),
      alertmanager,
      traces,
      metrics: createInboxMetrics(),
      runbooks,
      dashboards: { directory: dashboards, prometheus, draw },
      now: () => new Date(),
    };
    return {
      url,
      close: async () => {
        await close(server, CLOSE_GRACE_SECONDS);
        await store.close();
      },
    };
  } catch (error) {
    await close(server, 0);
    throw error;
  }
}

async function answer(inbox: Inbox | undefined, request: IncomingMessage): Promise<Reply> {
  try {
    if (inbox === undefined) throw new HttpError(503, "the inbox is starting", { "retry-after": "1" });
    const match = findRoute(endpoints, request.method ?? "", pathOf(request.url));
    if (match.kind !== "found") throw noRoute(match);
    return await match.route.handle(inbox, {
      rest: decode(match.rest),
      query: queryOf(request.url),
      contentType: request.headers["content-type"],
      authorization: request.headers.authorization,
      isOwn: isOwn(request.headers),
      readBody: () => readBody(request, BODY_LIMIT_BYTES),
      readBytes: () => readBytes(request, BODY_LIMIT_BYTES),
    });
  } catch (error) {
    if (error instanceof HttpError) return error.toReply();
    process.stderr.write(`${request.method} ${request.url}: ${messageOf(error)}\n`);
    return json(500, { error: "internal error" });
  }
}

/** Browsers say from which page a form comes. */
function isOwn({ origin, host }: IncomingMessage["headers"]): boolean {
  return origin === undefined || origin === `http://${host}`;
}

function queryOf(target: string | undefined): URLSearchParams {
  return new URLSearchParams(target?.split("?").slice(1).join("?"));
}

/** Percent-encoding that is broken names nothing, so it stays as it is. */
function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
