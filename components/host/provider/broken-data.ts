// What a part cannot read of its own data is set aside, so that it goes on watching without.
import { appendFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { BROKEN_DATA } from "../../broken-data";

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
