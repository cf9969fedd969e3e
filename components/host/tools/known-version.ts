// What an executable of the cache reported of its version holds as long as it is the same file: to run each takes longer than all else.
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * The version as `ask` finds it, or as it found it of this very file before; undefined where it reports none, which is asked again.
 * It is kept beside the executable, and so goes with it.
 */
export async function knownVersion(path: string, ask: () => Promise<string | undefined>): Promise<string | undefined> {
  const kept = join(dirname(path), `.${basename(path)}.version`);
  const { ino, size, mtimeMs, ctimeMs } = await stat(path);
  const file = `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  const [of, known] = (await readFile(kept, "utf8").catch(() => "")).split("\n");
  if (of === file && known) return known;
  const version = await ask();
  // Where the cache cannot be written, the next command asks again.
  if (version !== undefined) await keep(kept, `${file}\n${version}\n`).catch(() => undefined);
  return version;
}

async function keep(path: string, text: string): Promise<void> {
  const scratch = `${path}.${process.pid}`;
  await writeFile(scratch, text);
  await rename(scratch, path);
}
