// Programs of the tests in processes of their own, on the machine of a test.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import type { Machine } from "./machine";

/** Starts a TypeScript program with the machine's PATH, home and cache. Its result has what it printed. */
export function start(program: string, machine: Machine) {
  const { path, home, cacheHome, variables } = machine.environment;
  return execa(process.execPath, ["--import", "tsx", program], {
    env: { ...variables, PATH: path, HOME: home, XDG_CACHE_HOME: cacheHome },
    extendEnv: false,
    all: true,
    reject: false,
  });
}

/** Waits, 20 s at most, until a file of the machine is there. */
export async function waitForFile(machine: Machine, name: string): Promise<void> {
  await waitUntil(`file ${name}`, async () => existsSync(join(machine.folder, name)));
}

/**
 * Starts a program, and kills it when it waits for the script that has written its process id into the file `marker`,
 * and has recorded that in its cache folder.
 */
export async function killDuring(
  marker: string,
  program: string,
  machine: Machine,
  cacheFolder: string,
): Promise<void> {
  const killed = start(program, machine);
  await waitUntil(`record of the command that wrote ${marker}`, async () => {
    const text = await readFile(join(machine.folder, marker), "utf8").catch(() => "");
    const pid = text.match(/^process (\d+)\n/)?.[1];
    return pid !== undefined && (await readdir(cacheFolder)).some((name) => name.includes(`~${pid}~`));
  });
  killed.kill("SIGKILL");
  await killed;
}

async function waitUntil(what: string, isDone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isDone()); tries++) {
    if (tries > 400) throw new Error(`no ${what} after 20 s`);
    await sleep(50);
  }
}
