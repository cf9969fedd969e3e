// The log of a part, which nothing else would ever shorten.
import { open, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** In bytes; a part that fails to send writes about 1 MB a day. */
const MOST = 20 * 1024 ** 2;
/** In bytes, of the end of what is taken away. */
const KEPT = 1024 ** 2;

/**
 * Empties a folder's log that has grown too long, and keeps its end beside it as `log.1`. The process goes on writing into the same
 * file: it is opened for appending.
 */
export async function limitLog(dir: string, most = MOST): Promise<void> {
  const path = join(dir, "log");
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size <= most) return;
  const log = await open(path, "r");
  const length = Math.min(KEPT, size);
  const { buffer } = await log.read(Buffer.alloc(length), 0, length, size - length);
  await log.close();
  // On a full disk the room that this makes matters more than what was in it.
  await writeFile(`${path}.1`, buffer, { mode: 0o600 }).catch(() => undefined);
  await truncate(path);
}
