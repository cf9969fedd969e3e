// The messages of a channel of Slack, and what is added to their threads, by a bot's token.
// Sources: https://docs.slack.dev/reference/methods/users.conversations, …/conversations.history and …/chat.postMessage
import { readFileSync } from "node:fs";
import { z } from "zod";
import { overHttp } from "../drill/ground";
import type { Asking } from "../monitoring/receivers/forms/proof";

export const SLACK_API = "https://slack.com/api";

export interface SlackGround {
  send: Asking["send"];
  /** Posts a file's content to the URL that Slack gave for it. */
  upload: (url: string, content: Buffer) => Promise<{ status: number }>;
  token: string;
  /** Where its methods are: `SLACK_API`. */
  api: string;
}

const TIMEOUT_MS = 10_000;

/** Over the network. */
export const uploadOverHttp: SlackGround["upload"] = (url, content) =>
  fetch(url, { method: "POST", signal: AbortSignal.timeout(TIMEOUT_MS), body: new Uint8Array(content) });

/** Slack's methods over the network, with the token of a file, which is read each time: whoever replaces it restarts nothing. */
export const slackOverHttp = (api: string, tokenFile: string): SlackGround => ({
  ...{ send: overHttp, upload: uploadOverHttp, api },
  get token() {
    return readFileSync(tokenFile, "utf8").trim();
  },
});

/** Which message, by Slack's own names. */
export interface Place {
  /** The channel's id. */
  channel: string;
  ts: string;
}

const refusal = z.object({ ok: z.literal(false), error: z.string() });

const page = z.object({ next_cursor: z.string().default("") }).default({ next_cursor: "" });
const channels = z.object({
  ok: z.literal(true),
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })),
  response_metadata: page,
});
const history = z.object({
  ok: z.literal(true),
  messages: z.array(
    z.object({
      ts: z.string(),
      attachments: z.array(z.object({ callback_id: z.string().optional() })).optional(),
    }),
  ),
  response_metadata: page,
});
const placed = z.object({ ok: z.literal(true), upload_url: z.string(), file_id: z.string() });
const posted = z.object({ ok: z.literal(true) });

/** A day's messages of a busy channel; what is further away is not looked for. */
const PAGES = 10;
const PAGE_SIZE = 200;

/** Slack's ids are `C…`, `G…` and `D…`; names have no capitals. */
const IS_ID = /^[CDG][A-Z0-9]{8,}$/;

/** The id of a channel that the bot is in; undefined where it is in none of that name. Throws with Slack's word of refusal. */
export async function channelId(channel: string, ground: SlackGround): Promise<string | undefined> {
  if (IS_ID.test(channel)) return channel;
  const name = channel.replace(/^#/, "");
  let cursor = "";
  for (let pages = 0; pages < PAGES; pages++) {
    const query = { types: "public_channel,private_channel", limit: String(PAGE_SIZE), ...(cursor && { cursor }) };
    const found = await ask(ground, "GET", `users.conversations?${new URLSearchParams(query)}`, channels);
    const one = found.channels.find((each) => each.name === name);
    if (one) return one.id;
    cursor = found.response_metadata.next_cursor;
    if (!cursor) break;
  }
  return undefined;
}

/**
 * The newest message of a group; undefined where there is none.
 * @param group As `callback_id` of its message has it.
 * @param oldest Unix seconds.
 */
export async function messageOf(
  group: string,
  channel: string,
  oldest: number,
  ground: SlackGround,
): Promise<Place | undefined> {
  let cursor = "";
  for (let pages = 0; pages < PAGES; pages++) {
    const query = { channel, oldest: oldest.toFixed(6), limit: String(PAGE_SIZE), ...(cursor && { cursor }) };
    const found = await ask(ground, "GET", `conversations.history?${new URLSearchParams(query)}`, history);
    const one = found.messages.find(({ attachments }) => attachments?.some(({ callback_id: id }) => id === group));
    if (one) return { channel, ts: one.ts };
    cursor = found.response_metadata.next_cursor;
    if (!cursor) break;
  }
  return undefined;
}

/** Throws with Slack's word of refusal. */
export const addToThread = ({ channel, ts }: Place, text: string, ground: SlackGround): Promise<void> =>
  addMessage(channel, text, ground, { thread_ts: ts });

/** To a channel by its name or id. Throws with Slack's word of refusal. */
export async function addMessage(
  channel: string,
  text: string,
  ground: Omit<SlackGround, "upload">,
  more: { thread_ts?: string } = {},
): Promise<void> {
  await ask(ground, "POST", "chat.postMessage", posted, { channel, text, username: "Tocsin", ...more });
}

/** A picture in the thread. Throws with Slack's word of refusal. Needs the scope `files:write`. */
export async function addPicture(
  { channel, ts }: Place,
  { png, title }: { png: Buffer; title: string },
  ground: SlackGround,
): Promise<void> {
  const query = new URLSearchParams({ filename: "last-hour.png", length: String(png.length), alt_txt: title });
  const { upload_url: url, file_id: id } = await ask(ground, "GET", `files.getUploadURLExternal?${query}`, placed);
  const { status } = await ground.upload(url, png);
  if (status >= 300) throw new Error(`Slack answers ${status} to an upload`);
  await ask(ground, "POST", "files.completeUploadExternal", posted, {
    files: [{ id, title }],
    channel_id: channel,
    thread_ts: ts,
  });
}

async function ask<T extends { ok: true }>(
  { send, token, api }: Omit<SlackGround, "upload">,
  method: "GET" | "POST",
  path: string,
  taken: z.ZodType<T>,
  body?: object,
): Promise<T> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await send(method, `${api}/${path}`, { headers, ...(body && { body }) });
  const name = path.replace(/\?.*/, "");
  if (answer.status >= 300) throw new Error(`Slack answers ${answer.status} to ${name}`);
  const read = z.union([refusal, taken]).parse(JSON.parse(answer.body));
  if (!read.ok) throw new Error(`Slack refuses ${name}: ${read.error}`);
  return read;
}
