// Starting, recognising and stopping detached processes. A process carries its folder in its environment, so that it is
// never taken for another one after its id was given out again, and never lost when a deployment is killed half-way.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { messageOf } from "../../error-text";
import { setBrokenAside, undoHalfRepair } from "../broken-data";
import { withLock } from "../tools/lock";
import { inspectProcess } from "../tools/processes";
import { authorization } from "./authorization";
import { writeFiles } from "./config-folder";
import { limitLog } from "./log";

const OWNER = "TOCSIN_PROCESS_DIR";
/** Whose certificates probes trust is this machine's say. Nothing else: it may be a credential of the deployment. */
const INHERITED = ["PATH", "HOME", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const READY_WITHIN_SECONDS = 60;
const STOP_WITHIN_SECONDS = 20;

/** How it was started, in its folder, so that it can be started again without a deployment. It holds no credential. */
export const STARTED = "started.json";

const startSchema = z.object({
  dir: z.string(),
  command: z.string(),
  args: z.array(z.string()).readonly(),
  environment: z.record(z.string(), z.string()).readonly(),
  readyUrl: z.string(),
  /** The password that it asks for. */
  access: z.object({ username: z.string(), passwordFile: z.string() }).optional(),
});

export type Start = z.infer<typeof startSchema>;

/** Does `work` while nothing else starts or stops the folder's process. */
export async function alone<T>(dir: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return withLock(dir, () => undefined, work);
}

/** How the folder's process was started last; undefined where it never was, or was removed. */
export async function lastStart(dir: string): Promise<Start | undefined> {
  try {
    return startSchema.parse(JSON.parse(await readFile(join(dir, STARTED), "utf8")));
  } catch {
    // A disk was full when an earlier version wrote it: the next deployment starts the process.
    return undefined;
  }
}

/** Whether it was running when it was last heard of: nobody has stopped it. */
export const isWanted = (dir: string): boolean => existsSync(join(dir, "pid"));

/** Notes that the folder's process is to run, though it does not start. */
export const stayWanted = (dir: string): Promise<void> => writeFile(join(dir, "pid"), "0\n");

/** The id of the folder's process while it runs; undefined when it is dead, or its id now belongs to something else. */
export async function runningPid(dir: string): Promise<number | undefined> {
  const pid = Number(await readFile(join(dir, "pid"), "utf8").catch(() => ""));
  if (!Number.isInteger(pid) || pid <= 0 || !(await inspectProcess(pid))) return undefined;
  return (await ownerOf(pid)) === dir ? pid : undefined;
}

/**
 * Starts a process that outlives this one and waits until it is ready. What it cannot read of its own data is set aside first.
 * Throws with the last lines of its log when it ends or is not ready within 60 s; nothing is left running then.
 */
export async function start(how: Start): Promise<number> {
  for (const aside = new Set<string>(); ; ) {
    await undoHalfRepair(how.dir);
    try {
      return await launch(how);
    } catch (error) {
      const broken = await setBrokenAside(how.dir, messageOf(error));
      if (!broken || aside.has(broken)) throw error;
      aside.add(broken);
    }
  }
}

async function launch(how: Start): Promise<number> {
  const { dir, command, args, environment, readyUrl, access } = how;
  await mkdir(join(dir, "data"), { recursive: true, mode: 0o700 });
  await limitLog(dir);
  await writeFiles(dir, { [STARTED]: JSON.stringify(how, null, 2) });
  const headers = await authorization(access);
  const log = await open(join(dir, "log"), "a", 0o600);
  // What the process before has written explains nothing.
  const { size: logged } = await log.stat();
  // The shell notes the id before it becomes the process, so that not even a kill -9 in between leaves it unowned.
  const child = spawn("/bin/sh", ["-c", 'echo "$$" > pid && exec "$0" "$@"', command, ...args], {
    cwd: dir,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: {
      ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
      ...environment,
      [OWNER]: dir,
    },
  });
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.unref();
  await log.close();
  const deadline = performance.now() + READY_WITHIN_SECONDS * 1000;
  while (!(await answers(readyUrl, headers))) {
    if (ended || performance.now() > deadline) {
      await stop(dir);
      const why = ended ? "ended at once" : `is not ready after ${READY_WITHIN_SECONDS} s (${readyUrl})`;
      throw new Error(`${command} ${why}. The end of ${join(dir, "log")}:\n${await endOfLog(dir, logged)}`);
    }
    await sleep(50);
  }
  const pid = await runningPid(dir);
  if (!pid)
    throw new Error(
      `${command} answered at ${readyUrl} and then ended. The end of ${join(dir, "log")}:\n${await endOfLog(dir, logged)}`,
    );
  return pid;
}

/** Stops the folder's process: politely first, by force after 20 s. Tells whether there was one. */
export async function stop(dir: string): Promise<boolean> {
  const pid = await runningPid(dir);
  if (pid) {
    const before = await inspectProcess(pid);
    signal(pid, "SIGTERM");
    const deadline = performance.now() + STOP_WITHIN_SECONDS * 1000;
    // An ending process gives its environment back, by which it is known, before its ports.
    for (let now = before; now && now.start === before?.start; now = await inspectProcess(pid)) {
      if (performance.now() > deadline) signal(pid, "SIGKILL");
      await sleep(50);
    }
  }
  await rm(join(dir, "pid"), { force: true });
  return pid !== undefined;
}

async function ownerOf(pid: number): Promise<string | undefined> {
  const environment = existsSync("/proc/self/environ")
    ? (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).split("\0")
    : (
        await promisify(execFile)("ps", ["-E", "-ww", "-o", "command=", "-p", String(pid)]).catch(() => ({
          stdout: "",
        }))
      ).stdout.split(" ");
  return environment.find((entry) => entry.startsWith(`${OWNER}=`))?.slice(OWNER.length + 1);
}

async function answers(url: string, headers: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}

/** The last lines of the folder's log, after so many bytes of it. */
export async function endOfLog(dir: string, from = 0): Promise<string> {
  const log = await readFile(join(dir, "log")).catch(() => Buffer.alloc(0));
  return log.toString("utf8", from).trim().split("\n").slice(-8).join("\n");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime, which is what was wanted.
  }
}
