// What a part cannot read of its own data is set aside, so that it goes on watching without.
import { appendFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

interface BrokenData {
  /** What its last lines match: a regular expression. */
  readonly says: string;
  /** In its data folder. */
  readonly path: string;
  /** What is gone until somebody looks at what was set aside. */
  readonly lost: string;
}

/** As Prometheus 2.42 to 3 and Alertmanager from 0.26 on say it. What else breaks of a write-ahead log Prometheus repairs itself. */
const BROKEN_DATA: readonly BrokenData[] = [
  {
    says: "opening storage failed: .*chunks_head",
    path: "chunks_head",
    lost: "samples of the last hours that its write-ahead log no longer has",
  },
  {
    says: "opening storage failed: .*segments are not sequential",
    path: "wal",
    lost: "samples since the last block, of two hours or three",
  },
  { says: "error creating notification log", path: "nflog", lost: "what was sent: what fires is sent once more" },
  { says: "error creating silence", path: "silences", lost: "every silence: make them again" },
];

/**
 * Renames what the part's last words complain of, and says so in its log and to whoever deploys.
 * Returns its path; undefined where they are of something else, or it is not there.
 */
export async function setBrokenAside(dir: string, lastWords: string): Promise<string | undefined> {
  const broken = BROKEN_DATA.find(({ says }) => new RegExp(says).test(lastWords));
  if (!broken) return undefined;
  const path = join(dir, "data", broken.path);
  const aside = `${path}.broken`;
  try {
    await rm(aside, { recursive: true, force: true });
    await rename(path, aside);
  } catch {
    // It is not there, or the folder cannot be written: the error of the start says more.
    return undefined;
  }
  const note = `${path} is broken, and was set aside as ${aside}. Gone with it: ${broken.lost}.`;
  console.error(note);
  await appendFile(join(dir, "log"), `${note}\n`);
  return path;
}

const HALF = ".repair";

/**
 * Puts back the segment of a write-ahead log whose repair Prometheus did not end, as its disk was full: its next start would begin
 * without, and never look at it again. Where it has stored more since, that is left as it is.
 */
export async function undoHalfRepair(dir: string): Promise<void> {
  const log = join(dir, "data", "wal");
  const names = await readdir(log).catch(() => []);
  const half = names.find((name) => name.endsWith(HALF));
  if (half === undefined) return;
  const segment = half.slice(0, -HALF.length);
  const later = names.filter((name) => /^\d+$/.test(name) && name > segment);
  const sizes = await Promise.all(later.map(async (name) => (await stat(join(log, name))).size));
  if (sizes.every((size) => size === 0)) await rename(join(log, half), join(log, segment));
}
