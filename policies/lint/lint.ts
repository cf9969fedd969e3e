// The policies on plain files.
import { readFileSync } from "node:fs";
import { type Place, readText, together } from "../content";
import { PACKS } from "../packs";
import { type Finding, judge } from "../policy";

/** A file that cannot be read: missing, a folder, or not text. */
export class UnreadableFile extends Error {}

/** What the policies find in these files. Throws an UnreadableFile for one that cannot be read. */
export function lintFiles(paths: readonly string[]): Finding[] {
  return lintTexts(paths.map((file) => ({ file, text: textOf(file) })));
}

/** What the policies find in texts as if they were files. */
export function lintTexts(files: readonly { file: string; text: string }[]): Finding[] {
  const content = together(files.map(({ file, text }) => readText(text, { file } satisfies Place)));
  return PACKS.flatMap((pack) => judge(pack, content));
}

function textOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UnreadableFile(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (text.includes("\0")) throw new UnreadableFile(`${file} is not a text file`);
  return text;
}
