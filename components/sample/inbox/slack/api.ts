// Two methods of Slack's Web API, which a bot's token calls: a message that is posted, and one that is changed afterwards.
// Source: https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/reference/methods/chat.update

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { json } from "../../http";
import type { MessageStore, StoredMessage } from "../receipts/store";
import { type ApiAnswer, type ApiCall, idOf, nameOf, refused, refusedToken, timestamp } from "./bot";
import type { SlackPayload } from "./slack-payload";
import { readWebhook } from "./webhook";

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
  const { thread_ts: thread } = inThread.parse(read.payload);
  const message = await store.put(
    (others): StoredMessage => ({
      id: randomUUID(),
      receivedAt: call.now.toISOString(),
      // By the name that it has here, whichever it was posted to by.
      channel: nameOf(channel, others),
      username: username ?? null,
      payload: read.payload,
      ts: timestamp(call.now, others),
      ...(thread !== undefined && { thread }),
    }),
  );
  return accepted(message);
}

/** A message in the thread of the one that was posted at that time. */
const inThread = z.looseObject({ thread_ts: z.string().optional().catch(undefined) });

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
  const without = refusedToken(authorization);
  if (without) return without;
  const result = readWebhook(contentType, body);
  if (result.outcome === "accepted") return { payload: result.payload };
  return refused(result.outcome === "invalid_payload" ? "invalid_arguments" : result.outcome);
}
