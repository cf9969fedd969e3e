// What Slack's incoming webhook takes, and the word it refuses the rest with.
// Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and the reference of attachments.

import { z } from "zod";
import { blocks } from "./slack-blocks";

/** Slack's refusals and their HTTP status, in the order of precedence when several apply. */
export const REFUSALS = {
  invalid_payload: 400,
  too_many_attachments: 400,
  invalid_attachments: 400,
  invalid_blocks: 400,
  no_text: 400,
  missing_text_or_fallback_or_attachments: 400,
  msg_too_long: 400,
  channel_not_found: 404,
} as const;

export type Refusal = keyof typeof REFUSALS;

const MAX_TEXT_CHARACTERS = 40_000;
const MAX_ATTACHMENTS = 100;
const MAX_ACTIONS = 5;

const COLOR = /^(good|warning|danger|#[0-9a-f]{3}|#[0-9a-f]{6})$/i;
/** `#channel` in any script but without capitals or spaces, `@user`, or an id. */
const CHANNEL = /^(#[\p{Ll}\p{Lo}\p{N}_-]{1,80}|@[a-z0-9._-]{1,80}|[CDGUW][A-Z0-9]{8,})$/u;

/** Go's clients send null for an empty list and leave empty strings out: both are "not there". */
const optionalText = z.string().nullish();

const field = z.looseObject({ title: optionalText, value: optionalText, short: z.boolean().nullish() });

const action = z.looseObject({
  type: z.literal("button"),
  text: z.string().min(1),
  url: z.string().min(1),
  style: optionalText,
});

const attachment = z.looseObject({
  color: z.string().regex(COLOR).nullish(),
  fallback: optionalText,
  pretext: optionalText,
  author_name: optionalText,
  title: optionalText,
  title_link: optionalText,
  text: optionalText,
  image_url: optionalText,
  footer: optionalText,
  fields: z.array(field).nullish(),
  actions: z.array(action).max(MAX_ACTIONS).nullish(),
  blocks: blocks.nullish(),
});

export type Attachment = z.infer<typeof attachment>;

/** The payload of an incoming webhook; properties that Slack doesn't check are kept as they came. */
export const slackPayload = z
  .looseObject({
    channel: z.string().regex(CHANNEL, refusal("channel_not_found")).nullish(),
    username: optionalText,
    text: z.string().max(MAX_TEXT_CHARACTERS, refusal("msg_too_long")).nullish(),
    attachments: z.array(attachment).max(MAX_ATTACHMENTS, refusal("too_many_attachments")).nullish(),
    blocks: blocks.nullish(),
  })
  .superRefine(({ text, attachments, blocks: layout }, context) => {
    if (text?.trim() || layout?.length) return;
    if (!attachments?.length) context.addIssue(refusal("no_text"));
    else if (!attachments.some(hasContent)) context.addIssue(refusal("missing_text_or_fallback_or_attachments"));
  });

export type SlackPayload = z.infer<typeof slackPayload>;

/** The one word that Slack answers with, of all that is wrong. */
export function refusalFor(issues: readonly z.core.$ZodIssue[]): Refusal {
  const found = new Set(issues.map(refusalOf));
  return REFUSAL_NAMES.find((name) => found.has(name)) ?? "invalid_payload";
}

const REFUSAL_NAMES = Object.keys(REFUSALS).filter(isRefusal);

function refusalOf({ message, path }: z.core.$ZodIssue): Refusal {
  if (isRefusal(message)) return message;
  if (path.includes("blocks")) return "invalid_blocks";
  return path[0] === "attachments" && path.length > 1 ? "invalid_attachments" : "invalid_payload";
}

function isRefusal(word: string): word is Refusal {
  return Object.hasOwn(REFUSALS, word);
}

/** Ties the compiler to the table where a refusal travels as an issue's message. */
function refusal(name: Refusal): Refusal {
  return name;
}

function hasContent({ text, fallback, pretext, title, author_name, image_url, fields, blocks: layout }: Attachment) {
  return (
    [text, fallback, pretext, title, author_name, image_url].some((part) => part?.trim()) ||
    Boolean(fields?.length || layout?.length)
  );
}
