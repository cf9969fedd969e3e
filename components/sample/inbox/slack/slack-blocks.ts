// Slack's layout blocks, as far as the inbox checks and shows them. Limits: https://docs.slack.dev/reference/block-kit/blocks

import { z } from "zod";

/** A text object; its limit depends on where it stands. */
function textObject(maxCharacters: number) {
  return z.looseObject({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string().max(maxCharacters) });
}

const button = z.looseObject({ type: z.string(), text: textObject(75).nullish(), url: z.string().max(3000).nullish() });
const contextElement = z.looseObject({ type: z.string(), text: z.string().nullish(), alt_text: z.string().nullish() });

export const headerBlock = z.looseObject({ text: textObject(150) });
export const sectionBlock = z
  .looseObject({ text: textObject(3000).nullish(), fields: z.array(textObject(2000)).max(10).nullish() })
  .refine(({ text, fields }) => text || fields, "a section needs text or fields");
export const contextBlock = z.looseObject({ elements: z.array(contextElement).max(10) });
export const actionsBlock = z.looseObject({ elements: z.array(button).max(25) });
export const imageBlock = z.looseObject({ alt_text: z.string().max(2000) });

const CHECKED: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ["header", headerBlock],
  ["section", sectionBlock],
  ["context", contextBlock],
  ["actions", actionsBlock],
  ["image", imageBlock],
]);

/** Any block: an object with a type. The types that alerts use are checked further; Slack knows more than these. */
const block = z
  .looseObject({ type: z.string().min(1) })
  .refine((value) => CHECKED.get(value.type)?.safeParse(value).success ?? true);

export type Block = z.infer<typeof block>;

/** The blocks of one message or attachment. */
export const blocks = z.array(block).max(50);
