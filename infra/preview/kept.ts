// What a commit comes to, kept: a commit never changes, and to render it again takes as long as all the rest of a preview.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addEntry, cacheFolder, keepNewest, prepareCacheFolder } from "../../components/host/tools/cache";
import { readEnvironment } from "../../components/host/tools/environment";

/** Commits and environments that are kept. */
const KEPT = 12;

const FILE = "rendered.json";

/**
 * What `render` gives, or gave before for the same key. Whatever goes wrong with the cache is no reason to fail: it is rendered again.
 *
 * @param key All that it depends on.
 */
export async function kept<T>(key: readonly string[], read: (text: string) => T, render: () => Promise<T>): Promise<T> {
  const folder = cacheFolder(readEnvironment(), "previews");
  const entry = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 32);
  try {
    return read(await readFile(join(folder, entry, FILE), "utf8"));
  } catch {
    const made = await render();
    await keep(folder, entry, JSON.stringify(made)).catch(() => undefined);
    return made;
  }
}

async function keep(folder: string, entry: string, text: string): Promise<void> {
  await prepareCacheFolder(folder);
  await keepNewest(folder, KEPT - 1);
  await addEntry(folder, entry, (scratch) => writeFile(join(scratch, FILE), text, { mode: 0o600 }));
}
