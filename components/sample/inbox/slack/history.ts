// Two methods of Slack's Web API that read: the channels that a bot is in, and what was posted to one of them.
// Source: https://docs.slack.dev/reference/methods/users.conversations and https://docs.slack.dev/reference/methods/conversations.history
import { json } from "../../http";
import type { MessageStore } from "../receipts/store";
import { type ApiAnswer, idOf, refused, refusedToken } from "./bot";

/** A request that asks for something. */
export interface Question {
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
}

const answered = (body: object): ApiAnswer => ({ outcome: "read", reply: json(200, { ok: true, ...body }) });

/** Here, a bot is in each channel that anything was posted to. */
export function listChannels(store: MessageStore, { authorization }: Question): ApiAnswer {
  const without = refusedToken(authorization);
  if (without) return without;
  const names = new Set(store.list().flatMap(({ channel }) => channel ?? []));
  const channels = [...names].map((name) => ({ id: idOf(name), name: name.replace(/^[#@]/, "") }));
  return answered({ channels, response_metadata: { next_cursor: "" } });
}

const DEFAULT_LIMIT = 100;
const MOST = 999;

/** Newest first, and in pages; what is in the thread of a message is not among them. */
export function readHistory(store: MessageStore, { authorization, query }: Question): ApiAnswer {
  const without = refusedToken(authorization);
  if (without) return without;
  const id = query.get("channel") ?? "";
  const here = store.list().filter(({ channel }) => channel !== null && idOf(channel) === id);
  if (here.length === 0) return refused("channel_not_found");
  const oldest = Number(query.get("oldest") ?? 0);
  const all = here
    .filter(({ ts, thread }) => ts !== undefined && thread === undefined && Number(ts) > oldest)
    .reverse();
  const from = Number(query.get("cursor") || 0);
  const next = from + Math.min(Number(query.get("limit")) || DEFAULT_LIMIT, MOST);
  return answered({
    messages: all.slice(from, next).map(({ ts, payload }) => ({ ...payload, type: "message", ts })),
    has_more: next < all.length,
    response_metadata: { next_cursor: next < all.length ? String(next) : "" },
  });
}
