// Whether a channel of Slack takes a bot's messages: one is planned for later, and taken back at once.
// Source: https://docs.slack.dev/reference/methods/chat.scheduleMessage, which needs no more than `chat:write`
import { z } from "zod";
import type { Asking, Proven } from "./proof";

const API = "https://slack.com/api";

/** Slack takes back what is further away than a minute. */
const AHEAD_SECONDS = 3_600;

/** Slack answers refusals with status 200 and a word. */
const refusal = z.object({ ok: z.literal(false), error: z.string() });
const planned = z.object({ ok: z.literal(true), channel: z.string(), scheduled_message_id: z.string() });
const takenBack = z.object({ ok: z.literal(true) });

export async function provenChannel(channel: string, token: string, { send, now }: Asking): Promise<Proven> {
  const ask = async <T extends { ok: true }>(method: string, body: object, taken: z.ZodType<T>) => {
    const found = await send("POST", `${API}/${method}`, { headers: { authorization: `Bearer ${token}` }, body });
    const read = z.union([refusal, taken]).safeParse(jsonIn(found.body));
    return read.success ? read.data : { ok: false as const, error: `status ${found.status}` };
  };
  const text = "A drill that was not taken back; there is nothing to do";
  const post_at = Math.floor(now() / 1000) + AHEAD_SECONDS;
  const first = await ask("chat.scheduleMessage", { channel, post_at, text }, planned);
  if (!first.ok) return { refused: first.error };
  const { channel: id, scheduled_message_id } = first;
  const back = await ask("chat.deleteScheduledMessage", { channel: id, scheduled_message_id }, takenBack);
  return back.ok ? "taken" : { refused: `${back.error}, when it was taken back` };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
