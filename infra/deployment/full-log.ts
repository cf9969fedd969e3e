// All that the engine says during one command, in a file that only this user can read: the terminal gets a summary.
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_DIR } from "../folders";

export interface FullLog {
  path: string;
  write: (text: string) => void;
  close: () => Promise<void>;
}

/** Replaces the log of the same command before. */
export async function openLog(environment: string, command: string, projectDir = PROJECT_DIR): Promise<FullLog> {
  const folder = join(projectDir, ".tocsin", "logs");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${environment}-${command}.log`);
  const stream: WriteStream = createWriteStream(path, { mode: 0o600 });
  // A full disk leaves the log short; what fails because of it says so itself.
  stream.on("error", () => undefined);
  return {
    path,
    write: (text) => void stream.write(text),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
