// Processes of an end-to-end test on loopback: started, waited for, and ended with all that they started.
import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export class Processes {
  private readonly children: ChildProcess[] = [];

  /** Starts a program as the leader of a group of its own. */
  start(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const child = spawn(command, [...args], { detached: true, stdio: "ignore", env: { ...process.env, ...env } });
    this.children.push(child);
    return child;
  }

  /** Ends every group that is still there. */
  async endAll(): Promise<void> {
    await Promise.all(this.children.map(ended));
  }
}

/** Kills a process with its group, and waits until it is gone. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const gone =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone.
  }
  await gone;
}

/** The processes of this machine that say they belong to a folder's environments, without their own helpers. */
export async function ownedProcesses(folder: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const owned = new Map<string, string>();
  for (const pid of pids) {
    if (!(await read(pid, "environ")).includes(`TOCSIN_PROCESS_DIR=${folder}`)) continue;
    const [, parent = ""] = /\) \S (\d+)/.exec(await read(pid, "stat")) ?? [];
    owned.set(pid, parent);
  }
  return [...owned].filter(([, parent]) => !owned.has(parent)).map(([pid]) => Number(pid));
}

/** Asks until there is an answer; throws what it explains after so many seconds. Returns the seconds that it took as well. */
export async function within<T>(
  seconds: number,
  ask: () => Promise<T | undefined>,
  explain: () => string | Promise<string>,
): Promise<{ answer: T; seconds: number }> {
  const start = performance.now();
  for (;;) {
    const answer = await ask().catch(() => undefined);
    const passed = (performance.now() - start) / 1000;
    if (answer !== undefined) return { answer, seconds: passed };
    if (passed > seconds) throw new Error(`not within ${seconds} s: ${await explain()}`);
    await sleep(200);
  }
}
