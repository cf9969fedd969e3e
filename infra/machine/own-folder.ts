// The project's folder `.tocsin` before anything is deployed: whether this user can write it, and what to do where that is not so.
import { access, constants, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { userName } from "../../components/host/tools/user";
import { quoted } from "../engine/shell";

/** The state, environments, and the parts of each: a deployment by another user leaves folders of its own there. */
const DEEP = 2;

/** Throws with what to do where it belongs to another user, or where the disk is full, out of inodes or read-only. */
export async function requireOwnFolder(folder: string): Promise<void> {
  const closed = await closedFolder(folder, DEEP);
  if (closed)
    throw new Error(
      `${closed.path} belongs to the user with the id ${closed.uid}, and ${userName()} cannot write there. Deploy as that user, ` +
        `or take the folder over: sudo chown -R ${process.getuid?.()} ${quoted(folder)}`,
    );
  const tried = join(folder, `.writable-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Something, as a disk without space takes an empty file.
    await writeFile(tried, "x", { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new Error(`${folder} cannot be written: ${REASONS[code] ?? error}`, { cause: error });
  } finally {
    await rm(tried, { force: true }).catch(() => undefined);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "the folder that it is in does not let this user. Look at it with: ls -ld",
  EROFS: "its file system is read-only. Mount it so that it can be written, or move the project",
  ENOSPC: "its disk has no space or no inodes left. Make room, and look with: df -h and df -i",
  EDQUOT: "this user's quota is used up. Make room, and look with: quota",
  EEXIST: "it is a file. Move it away",
  ENOTDIR: "it is in a file. Move that away",
};

/** The first folder that this user cannot write, with its owner; undefined where there is none, or no folder yet. */
async function closedFolder(path: string, deep: number): Promise<{ path: string; uid: number } | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (!status?.isDirectory()) return undefined;
  const isOpen = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code === "EROFS",
  );
  if (!isOpen) return { path, uid: status.uid };
  for (const name of deep > 0 ? await readdir(path).catch(() => []) : []) {
    const found = await closedFolder(join(path, name), deep - 1);
    if (found) return found;
  }
  return undefined;
}
