// What the inbox keeps of messages to Slack: their times, threads and texts.
import { z } from "zod";

const kept = z.array(
  z.object({
    ts: z.string(),
    thread: z.string().optional(),
    payload: z.object({
      text: z.string().optional(),
      attachments: z.tuple([z.object({ title: z.string() })]).optional(),
    }),
  }),
);

/** All of them, from the address at which it lists them. */
export const keptMessages = async (url: string) => kept.parse(await (await fetch(url)).json());
