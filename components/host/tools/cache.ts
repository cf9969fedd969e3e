// The per-user cache of executables: an entry is there whole or not at all, whenever a process is killed.
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../../error-text";
import type { Environment } from "./environment";
import { inspectProcess } from "./processes";

const UNFINISHED = ".installing-";

/** A folder of this project in the user's cache, such as `~/.cache/tocsin/tools/prometheus`; it need not exist. */
export function cacheFolder(environment: Environment, ...segments: string[]): string {
  return join(environment.cacheHome, "tocsin", ...segments);
}

/** Makes a cache folder ready for installs. Throws an error with a remedy when this user cannot write there. */
export async function prepareCacheFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await remove(await mkdtemp(join(folder, UNFINISHED)));
  } catch (error) {
    throw new Error(
      `The cache folder ${folder} cannot be written (${messageOf(error)}). ` +
        'Make it writable, or use another one: export XDG_CACHE_HOME="$HOME/tocsin-cache"',
    );
  }
}

/** Names of the finished entries of a cache folder; none when the folder is missing. */
export async function cacheEntries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith("."));
}

/**
 * Removes what killed installs left behind, and ends their commands that still run: those would write there again.
 * Only the holder of the folder's lock may call it.
 */
export async function sweepUnfinished(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(UNFINISHED));
  for (const [, pid, start] of left.map((name) => name.split("~"))) {
    if (start !== undefined && (await inspectProcess(Number(pid)))?.start === start) process.kill(Number(pid));
  }
  for (const name of left) await remove(join(folder, name));
}

/** Notes a command that works in the temporary folder of an install, for a sweep after that install was killed. */
export async function recordCommand(scratch: string, pid: number): Promise<void> {
  const start = (await inspectProcess(pid))?.start;
  if (start !== undefined) await writeFile(`${scratch}~${pid}~${start}`, "").catch(() => undefined);
}

/**
 * Adds an entry to a cache folder, in place of an older one of the same name: `make` fills a temporary folder beside
 * it and throws when the result does not work; only then does it get its name.
 */
export async function addEntry(folder: string, entry: string, make: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(join(folder, UNFINISHED));
  try {
    await make(scratch);
    // A folder cannot be renamed onto one that is not empty.
    await rename(join(folder, entry), `${scratch}~replaced`).catch(() => undefined);
    await rename(scratch, join(folder, entry));
  } finally {
    const ours = (await readdir(folder)).filter((name) => name.startsWith(basename(scratch)));
    for (const name of ours) await remove(join(folder, name));
  }
}

/** Removes the oldest entries of a cache folder, but for so many. */
export async function keepNewest(folder: string, count: number): Promise<void> {
  const entries = (await cacheEntries(folder)).map((name) => join(folder, name));
  const dated = await Promise.all(entries.map(async (path) => ({ path, made: (await stat(path)).mtimeMs })));
  const old = dated.sort((a, b) => b.made - a.made).slice(count);
  await Promise.all(old.map(({ path }) => remove(path)));
}

// What a command that is just ending adds meanwhile needs another try. A failure is no reason to stop: the next sweep
// gets the rest.
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}
