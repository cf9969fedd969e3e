// A folder of files as a resource.
import { mkdir, readdir, realpath, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { type FileSet, holds, writeFiles } from "./config-folder";
import type { Kind } from "./kind";
import { filesInputs } from "./schemas";

export const files: Kind = {
  async diff(olds, news) {
    const [before, after] = [filesInputs.parse(olds), filesInputs.parse(news)];
    const replaces = before.dir === after.dir ? [] : ["dir"];
    const same = (await holds(after.dir, after.files)) && (await strangers(after.dir, after.files)).length === 0;
    return { changes: !same || replaces.length > 0, replaces };
  },

  async apply(news) {
    const { dir, files } = filesInputs.parse(news);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFiles(dir, files);
    for (const path of await strangers(dir, files)) await rm(join(dir, path));
    return {};
  },

  async observe(state) {
    const { dir, files } = filesInputs.parse(state);
    return (await holds(dir, files)) ? {} : undefined;
  },

  async remove(state) {
    await rm(filesInputs.parse(state).dir, { recursive: true, force: true });
  },
};

/** Files in the folder that the set does not have; what a link in it leads to is not in it, though Node.js from 22 on lists that too. */
async function strangers(dir: string, files: FileSet): Promise<string[]> {
  const root = await realpath(dir).catch(() => dir);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = relative(root, join(entry.parentPath, entry.name));
    if (!(path in files) && (await realpath(entry.parentPath)) === entry.parentPath) found.push(path);
  }
  return found;
}
