// Executables: finding them on a PATH and running them with captured output.
import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { delimiter, resolve } from "node:path";
import { createInterface } from "node:readline";
import execa from "execa";
import { recordCommand } from "./cache";
import type { Environment } from "./environment";

/** How a command ended. */
export interface CommandResult {
  /** Whether it started and exited with 0 within its time. */
  readonly ok: boolean;
  /** Standard output and standard error together. */
  readonly output: string;
  /** For a message: why it failed, with the last lines that it printed. */
  readonly failure: string;
}

/** Where and how long a command may run. */
export interface CommandOptions {
  readonly environment: Environment;
  readonly timeoutSeconds: number;
  /** Working folder; the process's own by default. */
  readonly cwd?: string;
  /** Temporary folder of the install that it works for, where it is recorded in case that it outlives this process. */
  readonly scratch?: string;
  /** Variables on top of the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Called with every line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Absolute paths of every executable called `name` on the environment's PATH, first one first, each real file once. */
export async function executablesOnPath(name: string, environment: Environment): Promise<string[]> {
  const found = new Map<string, string>();
  for (const folder of environment.path.split(delimiter).filter((entry) => entry !== "")) {
    const file = resolve(folder, name);
    if (!(await isExecutable(file))) continue;
    const real = await realpath(file);
    if (!found.has(real)) found.set(real, file);
  }
  return [...found.values()];
}

/** Whether a file is there and may be run by this user. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Runs a command to its end. It never throws: what went wrong is in the result. */
export async function run(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { environment } = options;
  const running = execa(file, args, {
    cwd: options.cwd,
    // LC_ALL: some of the output is parsed, so it has to be in English.
    env: {
      ...environment.variables,
      PATH: environment.path,
      HOME: environment.home,
      LC_ALL: "C",
      ...options.variables,
    },
    extendEnv: false,
    timeout: options.timeoutSeconds * 1000,
    stdin: "ignore",
    all: true,
    reject: false,
  });
  const { scratch, onLine } = options;
  if (onLine !== undefined && running.all !== undefined) createInterface({ input: running.all }).on("line", onLine);
  const isRecorded = scratch !== undefined && running.pid !== undefined;
  const [result] = await Promise.all([running, isRecorded ? recordCommand(scratch, running.pid) : undefined]);
  return { ok: !result.failed, output: result.all ?? "", failure: failureOf(result, options.timeoutSeconds) };
}

function failureOf(
  result: { all?: string; timedOut: boolean; exitCode?: number; signal?: string; shortMessage?: string },
  timeoutSeconds: number,
): string {
  const printed = (result.all ?? "").trim().split("\n").slice(-5).join("\n").trim();
  if (result.timedOut) return `no end after ${timeoutSeconds} s${printed === "" ? "" : `; last output: ${printed}`}`;
  if (printed !== "") return printed;
  if (result.exitCode !== undefined) return `exit code ${result.exitCode} without a message`;
  return result.shortMessage ?? `ended by ${result.signal ?? "an unknown cause"}`;
}
