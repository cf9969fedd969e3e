// Where V8 keeps what it compiled: a folder for each week, so that what belongs to sources of long ago goes.
import { existsSync, mkdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const WEEK_MS = 7 * 86_400_000;

/** This week's folder; those of other weeks are removed when it is made, beside whatever the command does. */
export function compiledFolder(folder: string, now = Date.now()): string {
  const week = `week-${Math.floor(now / WEEK_MS)}`;
  const own = join(folder, week);
  if (existsSync(own)) return own;
  try {
    mkdirSync(own, { recursive: true });
    void removeOthers(folder, week).catch(() => undefined);
  } catch {
    // A cache that cannot be written makes nothing wrong, and every start slower.
  }
  return own;
}

async function removeOthers(folder: string, week: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== week) await rm(join(folder, name), { recursive: true, force: true });
}
