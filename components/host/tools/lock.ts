// A lock that several processes take on a folder, one at a time; a holder that died does not block the next.
import { randomUUID } from "node:crypto";
import { readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspectProcess } from "./processes";
import type { OnProgress } from "./progress";

const PREFIX = ".lock";
const TELL_EVERY_SECONDS = 10;
const REFRESH_SECONDS = 10;
const FOREIGN_STALE_SECONDS = 120;

/**
 * Does `work` while no other process does work under the lock of this folder, waiting for that without a limit as long
 * as the holder lives. The folder has to exist.
 *
 * Every contender writes a file of its own, and holds the lock when it then sees no other living one. So a dead
 * holder's file can be removed by anybody without a race. The file's name carries all there is to know (host, process
 * id, process start), and so no file is ever half written.
 */
export async function withLock<T>(folder: string, onProgress: OnProgress, work: () => Promise<T>): Promise<T> {
  const file = await acquire(folder, onProgress);
  const refresher = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, REFRESH_SECONDS * 1000).unref();
  try {
    return await work();
  } finally {
    clearInterval(refresher);
    await rm(file, { force: true });
  }
}

async function acquire(folder: string, onProgress: OnProgress): Promise<string> {
  const own = [PREFIX, hostname(), process.pid, (await inspectProcess(process.pid))?.start, randomUUID()].join("~");
  let toldAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const holder = await livingHolder(folder, own);
    if (holder === undefined) {
      await writeFile(join(folder, own), "", { flag: "wx" });
      if ((await livingHolder(folder, own)) === undefined) return join(folder, own);
      // Two came at the same moment and both step back; the random pause lets one of them be first.
      await rm(join(folder, own), { force: true });
    } else if (performance.now() - toldAt > TELL_EVERY_SECONDS * 1000) {
      onProgress(`Waiting for ${holder}, which works in ${folder} …`);
      toldAt = performance.now();
    }
    await sleep(50 + Math.random() * 200);
  }
}

async function livingHolder(folder: string, own: string): Promise<string | undefined> {
  for (const name of await readdir(folder)) {
    const [prefix, host, pid, start] = name.split("~");
    if (prefix !== PREFIX || name === own) continue;
    const isHere = host === hostname();
    if (isHere ? await isRunning(Number(pid), start) : await isRefreshed(join(folder, name))) {
      return isHere ? `process ${pid}` : `process ${pid} on ${host}`;
    }
    await rm(join(folder, name), { force: true });
  }
  return undefined;
}

async function isRunning(pid: number, start: string | undefined): Promise<boolean> {
  const facts = await inspectProcess(pid);
  // A process that is hidden from this user shows no start: it is taken for the holder rather than robbed.
  return facts !== undefined && (facts.start === undefined || facts.start === start);
}

// Process ids of another host (a shared home folder, a container's volume) say nothing here; its refreshes do.
async function isRefreshed(file: string): Promise<boolean> {
  const status = await stat(file).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs < FOREIGN_STALE_SECONDS * 1000;
}
