// The policies on plain files.
import { readFileSync } from "node:fs";
import { type Content, readText, together } from "../content";
import { PACKS } from "../packs";
import { type Finding, judge } from "../policy";
import type { Configuration } from "../settings";

/** A file that cannot be read: missing, a folder, or not text. */
export class UnreadableFile extends Error {}

/**
 * What the policies find in these files, by pack and policy.
 * Throws an UnreadableFile for one that cannot be read.
 *
 * @param configuration Levels and settings by policy, as for the engine.
 * @param onRead Is told after each file how many of all are read.
 */
export function lintFiles(
  paths: readonly string[],
  configuration: Configuration = {},
  onRead: (done: number, of: number) => void = () => undefined,
): Finding[] {
  const parts = paths.map((file, index) => {
    const part = readText(textOf(file), { file });
    onRead(index + 1, paths.length);
    return part;
  });
  return judged(together(parts), configuration);
}

/** What the policies find in texts as if they were files. */
export function lintTexts(
  files: readonly { file: string; text: string }[],
  configuration: Configuration = {},
): Finding[] {
  return judged(together(files.map(({ file, text }) => readText(text, { file }))), configuration);
}

const judged = (content: Content, configuration: Configuration) =>
  PACKS.flatMap((pack) => judge(pack, { content, resources: content.manifests }, configuration));

function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UnreadableFile(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (bytes.includes(0)) throw new UnreadableFile(`${file} is not a text file`);
  return bytes.toString("utf8");
}
