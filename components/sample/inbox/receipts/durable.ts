// Files that survive a crash: what these functions have written is on the disk when they resolve.

import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Only the user who runs the inbox reads what was sent to it. */
export const PRIVATE_FILE = 0o600;

/** Replaces a file as a whole: whenever the machine stops, either the old content or the new one is there. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", PRIVATE_FILE);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** Makes a file's creation or renaming itself durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Runs tasks one after the other in the order they were given; one that fails doesn't stop the next. */
export class Queue {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
