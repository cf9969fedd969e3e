// Facts about processes of this machine: which of them still run, since when, and what they are.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What can be seen of a running process. */
export interface ProcessFacts {
  /** Its start, as an opaque text: a later process with the same id has another one. Undefined where it is hidden. */
  readonly start?: string;
  /** The short name of its executable, such as `pulumi`. Undefined where it is hidden. */
  readonly name?: string;
}

const hasProc = existsSync("/proc/self/stat");

/**
 * The facts of a process; undefined when there is none with this id, or it has ended and only waits for its parent.
 * Without any fact when it runs but belongs to a user whose processes are hidden from this one.
 */
export async function inspectProcess(pid: number): Promise<ProcessFacts | undefined> {
  const seen = hasProc ? await fromProc(pid) : await fromPs(pid);
  if (seen === undefined) return exists(pid) ? {} : undefined;
  // Its first thread can have ended before the others, which still hold its files and ports.
  const hasEnded = /^[ZX]/.test(seen.state) && !(seen.threadCount > 1);
  return hasEnded ? undefined : { start: seen.start, name: seen.name };
}

async function fromProc(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The second field is the name in brackets and may itself hold brackets; the state is the third, the threads are the 20th, the start
  // is the 22nd.
  const [, name, rest] = stat?.match(/\((.*)\) (.*)/s) ?? [];
  const fields = rest?.split(" ");
  return fields?.[0] === undefined
    ? undefined
    : { state: fields[0], threadCount: Number(fields[17]), start: fields[19], name: name && programName(name) };
}

/** The program that people know by the name of its main thread: Node.js 24 and 26 give theirs one of its own. */
export const programName = (thread: string): string => thread.replace(/^(?:node-)?MainThread$/, "node");

async function fromPs(pid: number) {
  const columns = ["stat", "lstart", "comm"].flatMap((column) => ["-o", `${column}=`]);
  const result = await promisify(execFile)("ps", [...columns, "-p", String(pid)]).catch(() => undefined);
  const [state, ...words] = result?.stdout.trim().split(/\s+/) ?? [];
  // lstart is five words: Fri Nov 21 10:23:45 2025.
  return state
    ? { state, threadCount: 1, start: words.slice(0, 5).join("-"), name: words.slice(5).join(" ").split("/").pop() }
    : undefined;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
