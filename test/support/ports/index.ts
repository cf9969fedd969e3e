// Ports of loopback that nothing listens on.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { localPlatform } from "../../../components/monitoring/platforms/local/settings";

/**
 * Below those that the system gives to connections: a port of theirs that is free now may be a connection's when it is to be
 * listened on.
 */
const FIRST = 10_000;
const OF_A_PROCESS = 110;
const PROCESSES = 200;

/** A file for each range that a process has, with its id. */
const HELD = join(tmpdir(), `tocsin-ports-${userInfo().uid}`);

/** Those of the default environment, which may be deployed at any time, lie within these ranges. */
const USUAL: ReadonlySet<number> = new Set(Object.values(localPlatform.parse({ kind: "local" }).ports));

/** Whether tests may listen on it. */
export const isForTests = (port: number): boolean => !USUAL.has(port);

const start = FIRST + ownRange() * OF_A_PROCESS;
let given = 0;

/** A range that no other process has; beside each other, tests would take each other's ports between two looks at them. */
function ownRange(): number {
  mkdirSync(HELD, { recursive: true });
  for (let tried = 0; tried < PROCESSES; tried++) {
    const range = (process.pid + tried) % PROCESSES;
    const file = join(HELD, String(range));
    try {
      if (isLeft(file)) rmSync(file, { force: true });
      writeFileSync(file, String(process.pid), { flag: "wx" });
      process.once("exit", () => rmSync(file, { force: true }));
      return range;
    } catch {
      // Another process has it.
    }
  }
  throw new Error(`${PROCESSES} processes have all ports; remove ${HELD}`);
}

/** Whether it is of a process that has ended. */
function isLeft(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** A free port for each name, no two the same; free as long as they are taken soon. */
export async function freePorts<const Names extends readonly string[]>(
  ...names: Names
): Promise<Record<Names[number], number>> {
  const ports: Record<string, number> = {};
  for (const name of names) ports[name] = await freePort();
  return ports as Record<Names[number], number>;
}

/** One free port; another one each time, until all of this process have been given. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < OF_A_PROCESS; tried++) {
    const port = start + (given++ % OF_A_PROCESS);
    if (isForTests(port) && (await isFree(port))) return port;
  }
  throw new Error(`All ports from ${start} to ${start + OF_A_PROCESS - 1} are in use`);
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
