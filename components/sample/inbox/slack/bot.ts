// What all methods of Slack's Web API share: a bot's token, ids of channels, refusals.
import { createHash } from "node:crypto";
import { json, type Reply } from "../../http";

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
