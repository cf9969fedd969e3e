// Versions of a configuration: each in a folder named by its content's hash, one of them current. A switch is one rename.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export type FileSet = Readonly<Record<string, string>>;

export function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

/** The version of a set of files, whatever their order. */
export function versionOf(files: FileSet): string {
  return hashOf(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes a version beside the current one and returns its folder. Nothing that runs sees it yet. */
export async function writeVersion(root: string, files: FileSet, version = versionOf(files)): Promise<string> {
  const folder = join(root, version);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFiles(folder, files);
  return folder;
}

/** Writes files below a folder, readable for this user only. */
export async function writeFiles(folder: string, files: FileSet): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    if (!file.startsWith(`${folder}/`)) throw new Error(`${path} leads out of ${folder}`);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, content, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

/** Makes a version the current one, atomically, and returns the one that was. */
export async function makeCurrent(root: string, version: string): Promise<string | undefined> {
  const before = await currentVersion(root);
  const link = join(root, "current.new");
  await rm(link, { force: true });
  await symlink(version, link);
  await rename(link, join(root, "current"));
  return before;
}

export async function currentVersion(root: string): Promise<string | undefined> {
  return readlink(join(root, "current")).catch(() => undefined);
}

/** Whether the current version is this one and its files are whole, as nobody has touched them. */
export async function isCurrent(root: string, files: FileSet, version = versionOf(files)): Promise<boolean> {
  if ((await currentVersion(root)) !== version) return false;
  return holds(join(root, "current"), files);
}

/** Whether a folder has these files with just this content. */
export async function holds(folder: string, files: FileSet): Promise<boolean> {
  const same = await Promise.all(
    Object.entries(files).map(
      async ([path, content]) => (await readFile(join(folder, path), "utf8").catch(() => undefined)) === content,
    ),
  );
  return same.every(Boolean);
}

/** Removes all versions but the given ones. */
export async function forgetOthers(root: string, keep: readonly (string | undefined)[]): Promise<void> {
  for (const entry of await readdir(root)) {
    if (entry !== "current" && !keep.includes(entry)) await rm(join(root, entry), { recursive: true, force: true });
  }
}
