// Folders and programs that end with this process, however it ends.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve as absolute, join } from "node:path";

/** What a program printed on both of its outputs, in order, and whether it was stopped before its end. */
export interface Printed {
  output: string;
  isStopped: boolean;
}

/**
 * Starts what is behind the folder, and waits for it. Its input is a pipe that this process alone holds open: where that is closed,
 * the process is gone, even if nothing could be caught, and with it go the folder and the whole process group.
 */
const KEPT_BY_INPUT = `folder=$1; shift; exec 3<&0
"$@" 3<&- </dev/null & program=$!
{ read -r _ <&3; kill -STOP $program; rm -rf -- "$folder"; kill -9 -$$; } >/dev/null 2>&1 & keeper=$!
wait $program; code=$?; kill -9 $keeper; exit $code`;

/** Exit codes of a shell whose program is not there, or is none. */
const NOT_STARTED: ReadonlySet<number | null> = new Set([126, 127]);

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const folders = new Set<string>();
const running = new Set<ChildProcess>();

/** Gives a folder that is there until the work is done, or this process ends. */
export async function inScratch<Done>(name: string, work: (folder: string) => Promise<Done>): Promise<Done> {
  const folder = mkdtempSync(join(tmpdir(), `tocsin-${name}-`));
  if (folders.size === 0) for (const signal of SIGNALS) process.on(signal, endBy);
  folders.add(folder);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) for (const signal of SIGNALS) process.off(signal, endBy);
  }
}

/** As the signal would have ended it. */
function endBy(signal: NodeJS.Signals): void {
  for (const child of running) stop(child);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  for (const each of SIGNALS) process.off(each, endBy);
  process.kill(process.pid, signal);
}

/** What a program says; undefined where it cannot be started. It runs in the folder, beside this process. */
export function printedBy(
  tool: string,
  args: readonly string[],
  folder: string,
  { seconds }: { seconds: number },
): Promise<Printed | undefined> {
  const path = join(folder, "printed");
  const output = openSync(path, "w");
  // A group of its own, as what it starts is stopped with it.
  const child = spawn("sh", ["-c", KEPT_BY_INPUT, "sh", folder, absolute(tool), ...args], {
    cwd: folder,
    // promtool keeps its samples in a folder, and leaves it behind where it is stopped.
    // It lives for seconds: collecting its garbage four times as rarely saves a fifth of them.
    env: { ...process.env, TMPDIR: folder, GOGC: "400" },
    stdio: ["pipe", output, output],
    detached: true,
  });
  closeSync(output);
  running.add(child);
  let isStopped = false;
  const timer = setTimeout(() => {
    isStopped = true;
    stop(child);
  }, seconds * 1_000);
  return new Promise((resolve) => {
    const end = (printed: Printed | undefined) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(printed);
    };
    child.once("error", () => end(undefined));
    child.once("close", (code) =>
      end(NOT_STARTED.has(code) ? undefined : { output: readFileSync(path, "utf8"), isStopped }),
    );
  });
}

function stop({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
