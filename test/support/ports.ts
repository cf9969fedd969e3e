// Ports of loopback that nothing listens on.
import { createServer } from "node:net";

/**
 * Below those that the system gives to connections: a port of theirs that is free now may be a connection's when it is to be
 * listened on. Processes that run side by side have neighbouring ids, and so ranges of their own.
 */
const FIRST = 10_000;
const OF_A_PROCESS = 110;
const PROCESSES = 200;

const start = FIRST + (process.pid % PROCESSES) * OF_A_PROCESS;
let given = 0;

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
    if (await isFree(port)) return port;
  }
  throw new Error(`All ports from ${start} to ${start + OF_A_PROCESS - 1} are in use`);
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
