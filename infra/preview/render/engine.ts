// What the engine and the policies said, as the last section of a pull request's comment.
import { stripVTControlCharacters } from "node:util";
import { block } from "./escape";
import { folded } from "./pieces";

/** GitHub takes 65,536 characters in all; the changes before it take 40,000 at most. */
const ROOM = 20_000;

/** Markdown, to append to that of the changes. Of a long text the end, which has the counts and what the policies say. */
export function engineSection(said: string): string {
  const lines = stripVTControlCharacters(said).trim().split(/\r?\n/);
  let room = ROOM;
  const from = lines.findLastIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  const shown = lines.slice(from + 1);
  const left = from >= 0 ? [`(${from + 1} lines before are left out)`] : [];
  return `${folded("What a deployment would do", ["", ...block("text", [...left, ...shown])]).join("\n")}\n`;
}
