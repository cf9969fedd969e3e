// What all methods of Slack's Web API share: a bot's token, ids of channels, refusals.
import { createHash } from "node:crypto";
import { json, type Reply } from "../../http";
import type { StoredMessage } from "../receipts/store";

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
export const refused = (error: string): ApiAnswer => ({ outcome: error, reply: json(200, { ok: false, error }) });

/** Undefined where it is a bot's. */
export function refusedToken(authorization: string | undefined): ApiAnswer | undefined {
  if (authorization === undefined) return refused("not_authed");
  return /^Bearer xox[a-z]-\S+$/.test(authorization) ? undefined : refused("invalid_auth");
}

/** Channels have ids, whatever they are called; this one is made of the name. */
export const idOf = (channel: string): string =>
  /^[CDGUW][A-Z0-9]{8,}$/.test(channel)
    ? channel
    : `C${createHash("sha256").update(channel).digest("hex").slice(0, 10).toUpperCase()}`;

/** By the name that a channel has here, whichever it is posted to by. */
export const nameOf = (channel: string, messages: readonly StoredMessage[]): string =>
  messages.find((one) => one.channel !== null && idOf(one.channel) === channel)?.channel ?? channel;

/** Seconds with six digits behind the point, which no other message has. */
export function timestamp(now: Date, others: readonly StoredMessage[]): string {
  const taken = new Set(others.map(({ ts }) => ts));
  for (let micros = now.getTime() * 1000; ; micros += 1) {
    const ts = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
    if (!taken.has(ts)) return ts;
  }
}
