// Two methods of Slack's Web API, which a bot's token calls: a message that is posted, and one that is changed afterwards.
// Source: https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/reference/methods/chat.update

import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { json, type Reply } from "../../http";
import type { MessageStore, StoredMessage } from "../receipts/store";
import type { SlackPayload } from "./slack-payload";
import { readWebhook } from "./webhook";

/** A request to the API, as far as it matters here. */
export interface ApiCall {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly now: Date;
}

/** What became of a call: `accepted`, or Slack's word of refusal. */
export interface ApiAnswer {
  readonly outcome: string;
  readonly reply: Reply;
}

/** Slack answers refusals with status 200. */
const refused = (error: string): ApiAnswer => ({ outcome: error, reply: json(200, { ok: false, error }) });

const accepted = ({ channel, ts, payload }: StoredMessage): ApiAnswer => ({
  outcome: "accepted",
  reply: json(200, { ok: true, channel: idOf(channel ?? ""), ts, message: payload }),
});

/** `chat.postMessage`: a channel by its name or id, and an answer with the channel's id and the message's time. */
export async function postMessage(store: MessageStore, call: ApiCall): Promise<ApiAnswer> {
  const read = payloadOf(call);
  if ("outcome" in read) return read;
  const { channel, username } = read.payload;
  if (!channel) return refused("channel_not_found");
  const message = await store.put(
    (others): StoredMessage => ({
      id: randomUUID(),
      receivedAt: call.now.toISOString(),
      channel,
      username: username ?? null,
      payload: read.payload,
      ts: timestamp(call.now, others),
    }),
  );
  return accepted(message);
}

const changed = z.object({ ts: z.string() });

/** `chat.update`: the message of that time in the channel of that id, which a name is not. */
export async function updateMessage(store: MessageStore, call: ApiCall): Promise<ApiAnswer> {
  const read = payloadOf(call);
  if ("outcome" in read) return read;
  const { channel } = read.payload;
  const isKnown = store.list().some((one) => one.channel !== null && channel === idOf(one.channel));
  if (!channel || !isKnown) return refused("channel_not_found");
  const ts = changed.safeParse(read.payload).data?.ts;
  const message = await store.put((messages) => {
    const found = messages.find((one) => one.ts !== undefined && one.ts === ts && channel === idOf(one.channel ?? ""));
    return found && { ...found, payload: read.payload, updates: [...(found.updates ?? []), call.now.toISOString()] };
  });
  return message ? accepted(message) : refused("message_not_found");
}

function payloadOf({ authorization, contentType, body }: ApiCall): { payload: SlackPayload } | ApiAnswer {
  if (authorization === undefined) return refused("not_authed");
  if (!/^Bearer xox[a-z]-\S+$/.test(authorization)) return refused("invalid_auth");
  const result = readWebhook(contentType, body);
  if (result.outcome === "accepted") return { payload: result.payload };
  return refused(result.outcome === "invalid_payload" ? "invalid_arguments" : result.outcome);
}

/** Channels have ids, whatever they are called; this one is made of the name. */
const idOf = (channel: string): string =>
  /^[CDGUW][A-Z0-9]{8,}$/.test(channel)
    ? channel
    : `C${createHash("sha256").update(channel).digest("hex").slice(0, 10).toUpperCase()}`;

/** Seconds with six digits behind the point, which no other message has. */
function timestamp(now: Date, others: readonly StoredMessage[]): string {
  const taken = new Set(others.map(({ ts }) => ts));
  for (let micros = now.getTime() * 1000; ; micros += 1) {
    const ts = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
    if (!taken.has(ts)) return ts;
  }
}
