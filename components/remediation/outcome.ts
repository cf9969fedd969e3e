// What came of a call, or why there was none, as people read it.
import { z } from "zod";
import { shownDuration } from "../incidents/shown-duration";
import { OUTCOMES } from "../mixins/repairs/metrics";
import { printable } from "../printable";

export const outcome = z.object({
  kind: z.enum(OUTCOMES),
  /** Without its full stop: `answered 200 after 0.4 s: "restarted"`. */
  words: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

export type Outcome = z.infer<typeof outcome>;

const LONGEST_LINE = 200;

/** What a hook answered: its first line, without what whoever reads it could call or sign with. */
export function firstLine(answer: string, secrets: readonly string[]): string {
  const line = answer.split(/[\r\n]/).find((one) => one.trim() !== "") ?? "";
  const redacted = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), line);
  const shown = printable(redacted.trim().replaceAll("\t", " "));
  return shown.length > LONGEST_LINE ? `${shown.slice(0, LONGEST_LINE)}…` : shown;
}

/** `0.4 s`, `1 min 5 s`. */
export const took = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : shownDuration(milliseconds);

/** For Slack, which wants these three escaped in all text. A grave accent would end the code that an answer is shown as. */
export const inSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
