// Where the engine works: relative paths of a program begin there. A pack is started in a folder of its own.
import { readlinkSync } from "node:fs";

/** The working directory of the process that started this one; undefined where the system does not tell. */
export function engineDirectory(): string | undefined {
  try {
    return readlinkSync(`/proc/${process.ppid}/cwd`);
  } catch {
    return undefined;
  }
}
