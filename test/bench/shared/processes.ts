// The processes that a benchmark starts: each is stopped when its benchmark ends, however that is.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";

export interface Started {
  url: string;
  stop: () => Promise<void>;
}

const READY_WITHIN_SECONDS = 120;

/** Starts a server of ours on loopback and waits until it is ready. Throws with the end of its log where it is not. */
export async function startServer(
  executable: string,
  args: readonly string[],
  url: string,
  log: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = execa(executable, args, { all: true, reject: false, cleanup: true, env });
  let tail = "";
  let ended = false;
  child.all?.on("data", (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
    appendFileSync(log, chunk);
  });
  const end = child.then(() => {
    ended = true;
  });
  const stop = async () => {
    child.kill("SIGTERM", { forceKillAfterTimeout: 20_000 });
    await end;
  };
  const deadline = Date.now() + READY_WITHIN_SECONDS * 1000;
  while (!(await isReady(`${url}/-/ready`))) {
    if (ended || Date.now() > deadline) {
      await stop();
      throw new Error(`${executable} is not ready:\n${tail}`);
    }
    await sleep(100);
  }
  return { url, stop };
}

const isReady = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
