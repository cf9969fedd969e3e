// The endpoints of the inbox.

import { randomUUID } from "node:crypto";
import { HttpError, json, parseJson, type Reply, text } from "../http";
import type { RouteKey } from "../routing";
import type { InboxMetrics } from "./metrics";
import { alertsPage, createSilence, expireSilence, newSilencePage, wayToAlerts } from "./pages/alerts-pages";
import { type DashboardSource, dashboardPage } from "./pages/dashboards";
import { messagesPage } from "./pages/messages-page";
import { queryPage } from "./pages/query-page";
import { runbookPage } from "./pages/runbooks";
import { type TraceSource, tracePage, tracesPage } from "./pages/traces-pages";
import type { DrillNotifications } from "./receipts/drills";
import { alertmanagerPayload, type Heartbeat } from "./receipts/heartbeat";
import type { MessageStore } from "./receipts/store";
import { postMessage, updateMessage } from "./slack/api";
import type { Uploads } from "./slack/files";
import { listChannels, readHistory } from "./slack/history";
import { REFUSALS } from "./slack/slack-payload";
import { readWebhook } from "./slack/webhook";

/** What the endpoints work with. */
export interface Inbox {
  readonly store: MessageStore;
  readonly heartbeat: Heartbeat;
  readonly drills: DrillNotifications;
  readonly uploads: Uploads;
  /** Alertmanager's URL. */
  readonly alertmanager: string | undefined;
  readonly traces: TraceSource;
  readonly metrics: InboxMetrics;
  readonly runbooks: string | undefined;
  readonly dashboards: DashboardSource;
  readonly now: () => Date;
}

/** A request as endpoints see it. */
export interface Call {
  /** What `*` stood for in the endpoint's path, decoded. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  /** Whether it comes from a page of the inbox, or from no page. */
  readonly isOwn: boolean;
  /** @throws HttpError 413 when the body is over the limit. */
  readonly readBody: () => Promise<string>;
  /** The same of a body that is no text. */
  readonly readBytes: () => Promise<Buffer>;
}

interface Endpoint extends RouteKey {
  readonly handle: (inbox: Inbox, call: Call) => Reply | Promise<Reply>;
}

export const endpoints: readonly Endpoint[] = [
  { method: "GET", path: "/", handle: showMessages },
  { method: "POST", path: "/services/*", handle: receiveMessage },
  { method: "POST", path: "/api/chat.postMessage", handle: (inbox, call) => answerBot(inbox, call, postMessage) },
  { method: "POST", path: "/api/chat.update", handle: (inbox, call) => answerBot(inbox, call, updateMessage) },
  { method: "GET", path: "/api/users.conversations", handle: ({ store }, call) => listChannels(store, call).reply },
  { method: "GET", path: "/api/conversations.history", handle: ({ store }, call) => readHistory(store, call).reply },
  { method: "GET", path: "/api/files.getUploadURLExternal", handle: ({ uploads }, call) => uploads.place(call) },
  {
    method: "POST",
    path: "/upload/*",
    handle: async ({ uploads }, call) => uploads.take(call.rest, await call.readBytes()),
  },
  {
    method: "POST",
    path: "/api/files.completeUploadExternal",
    handle: ({ uploads, ...inbox }, call) => answerBot(inbox, call, (store, one) => uploads.share(store, one)),
  },
  { method: "GET", path: "/messages", handle: listMessages },
  { method: "DELETE", path: "/messages", handle: deleteMessages },
  { method: "GET", path: "/heartbeat", handle: ({ heartbeat }) => json(200, heartbeat.state) },
  { method: "POST", path: "/heartbeat", handle: receiveHeartbeat },
  { method: "GET", path: "/drills", handle: ({ drills }, { query }) => json(200, drills.list(sinceOf(query) ?? 0)) },
  {
    method: "POST",
    path: "/drills",
    handle: async ({ drills, now }, { readBody }) => drills.receive(await readBody(), now()),
  },
  { method: "GET", path: "/runbooks", handle: ({ runbooks }) => runbookPage(runbooks, undefined) },
  { method: "GET", path: "/runbooks/*", handle: ({ runbooks }, { rest }) => runbookPage(runbooks, rest) },
  {
    method: "GET",
    path: "/dashboards",
    handle: ({ dashboards, now }, { query }) => dashboardPage(dashboards, undefined, query, now()),
  },
  {
    method: "GET",
    path: "/dashboards/*",
    handle: ({ dashboards, now }, { rest, query }) => dashboardPage(dashboards, rest, query, now()),
  },
  { method: "GET", path: "/alertmanager", handle: ({ alertmanager }) => wayToAlerts(alertmanager) },
  { method: "GET", path: "/alertmanager/", handle: ({ alertmanager }) => wayToAlerts(alertmanager) },
  {
    method: "GET",
    path: "/alertmanager/alerts",
    handle: ({ alertmanager, dashboards, now }, { query }) =>
      alertsPage(alertmanager, dashboards.prometheus, { query, now: now() }),
  },
  {
    method: "GET",
    path: "/alertmanager/silences",
    handle: ({ alertmanager, now }, { query }) => newSilencePage(alertmanager, { query, now: now() }),
  },
  {
    method: "POST",
    path: "/alertmanager/silences",
    handle: async ({ alertmanager, now }, call) => createSilence(alertmanager, await ownForm(call), now()),
  },
  {
    method: "POST",
    path: "/alertmanager/expire",
    handle: async ({ alertmanager }, call) => expireSilence(alertmanager, await ownForm(call)),
  },
  {
    method: "GET",
    path: "/prometheus/*",
    handle: ({ dashboards }, { query }) => queryPage(dashboards.prometheus, query),
  },
  { method: "GET", path: "/traces", handle: ({ traces, now }, { query }) => tracesPage(traces, query, now()) },
  { method: "GET", path: "/traces/*", handle: ({ traces }, { rest }) => tracePage(traces, rest) },
  { method: "GET", path: "/health", handle: () => json(200, { status: "ok" }) },
  { method: "GET", path: "/metrics", handle: exposeMetrics },
];

/** What one of the inbox's own pages sends: a page from elsewhere must not silence anything. */
async function ownForm({ isOwn, readBody }: Call): Promise<string> {
  if (!isOwn) throw new HttpError(403, "this form is taken from the inbox's own pages only");
  return readBody();
}

/** Answers with Slack's words; `ok` only after the message is on the disk. */
async function receiveMessage({ store, metrics, now }: Inbox, { contentType, readBody }: Call): Promise<Reply> {
  try {
    const result = readWebhook(contentType, await readBody());
    if (result.outcome === "accepted") {
      const { channel, username } = result.payload;
      await store.append({
        id: randomUUID(),
        receivedAt: now().toISOString(),
        channel: channel ?? null,
        username: username ?? null,
        payload: result.payload,
      });
    }
    metrics.messages.inc({ outcome: result.outcome });
    return result.outcome === "accepted" ? text(200, "ok") : text(REFUSALS[result.outcome], result.outcome);
  } catch (error) {
    metrics.messages.inc({ outcome: error instanceof HttpError && error.status === 413 ? "too_large" : "failed" });
    throw error;
  }
}

/** What a bot calls, with a token in place of a webhook's address. */
async function answerBot(
  { store, metrics, now }: Pick<Inbox, "store" | "metrics" | "now">,
  { authorization, contentType, readBody }: Call,
  method: typeof postMessage,
): Promise<Reply> {
  const { outcome, reply } = await method(store, { authorization, contentType, body: await readBody(), now: now() });
  metrics.messages.inc({ outcome });
  return reply;
}

function showMessages({ store, heartbeat, now }: Inbox): Reply {
  return messagesPage(store.list(), heartbeat.state, now());
}

function listMessages({ store }: Inbox, { query }: Call): Reply {
  return json(200, store.list(sinceOf(query)));
}

/** Milliseconds since 1970. */
function sinceOf(query: URLSearchParams): number | undefined {
  const since = query.get("since");
  if (since === null) return undefined;
  const milliseconds = Date.parse(since);
  if (Number.isNaN(milliseconds)) throw new HttpError(400, "since: must be an ISO 8601 time");
  return milliseconds;
}

async function deleteMessages({ store }: Inbox): Promise<Reply> {
  return json(200, { deleted: await store.clear() });
}

/** A resolved notification is taken but not counted: it says that the alert which always fires has stopped. */
async function receiveHeartbeat({ heartbeat, metrics, now }: Inbox, { readBody }: Call): Promise<Reply> {
  const { status } = parseJson(await readBody(), alertmanagerPayload);
  if (status === "resolved") return json(200, heartbeat.state);
  const state = await heartbeat.receive(now());
  metrics.heartbeats.inc();
  return json(200, state);
}

async function exposeMetrics({ metrics: { registry } }: Inbox): Promise<Reply> {
  return text(200, await registry.metrics(), registry.contentType);
}
