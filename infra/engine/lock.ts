// The file backend's lock on an environment: a running deployment is reported, a dead one's lock is removed.
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { inspectProcess } from "../../components/host/tools/processes";
import type { OnProgress } from "../../components/host/tools/progress";
import { quoted } from "./shell";

/** Names an environment's state in a file backend. */
export interface StackState {
  /** Folder of the file backend, the one that holds `.pulumi`. */
  readonly stateDir: string;
  /** Name of the project, as in Pulumi.yaml. */
  readonly project: string;
  /** Name of the environment. */
  readonly stack: string;
}

// As the engine writes it.
const holderSchema = z.object({
  pid: z.int().positive(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});

type Holder = z.infer<typeof holderSchema>;

// The engine writes a lock in well under this time, so an older one that cannot be read has lost its writer.
const WRITE_SECONDS = 30;

/**
 * Makes sure that no other deployment of an environment runs. The lock of one that was killed is removed, and that is
 * reported; the engine itself would refuse to work until somebody does it.
 *
 * @throws Error that names the running deployment, or that of another host, which cannot be looked at from here.
 */
export async function checkStackLock(state: StackState, onProgress: OnProgress): Promise<void> {
  const folder = join(state.stateDir, ".pulumi", "locks", "organization", state.project, state.stack);
  const files = (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith(".attrs"));
  for (const file of files.map((name) => join(folder, name))) {
    const holder = await readHolder(file);
    if (holder === "gone") continue;
    if (holder !== "unreadable") await refuseLiving(holder, file, state.stack);
    await rm(file, { force: true });
    await rm(`${file}.attrs`, { force: true });
    const whose = holder === "unreadable" ? "that nobody holds" : `of a deployment that died (pid ${holder.pid})`;
    onProgress(`Removed the lock of "${state.stack}" ${whose}: ${file}`);
  }
}

async function refuseLiving(holder: Holder, file: string, stack: string): Promise<void> {
  const { pid, username, timestamp } = holder;
  if (holder.hostname !== hostname()) {
    throw new Error(
      `Another deployment of "${stack}" holds the lock from the host ${holder.hostname} (pid ${pid}, user ${username}, ` +
        `since ${timestamp}). Wait for it. If it is no longer running there: rm ${quoted(file)}`,
    );
  }
  const facts = await inspectProcess(pid);
  // A process whose name is hidden may be the holder. Any other name means that its id was given to a later process.
  if (facts === undefined || !(facts.name ?? "pulumi").includes("pulumi")) return;
  throw new Error(
    `Another deployment of "${stack}" is running (pid ${pid}, user ${username}, since ${timestamp}). ` +
      `Wait for it, or stop it: kill -INT ${pid}`,
  );
}

async function readHolder(file: string): Promise<Holder | "gone" | "unreadable"> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    const status = await stat(file).catch(() => undefined);
    if (status === undefined) return "gone";
    const age = (Date.now() - status.mtimeMs) / 1000;
    if (age > WRITE_SECONDS) return "unreadable";
    throw new Error(`A deployment is just writing its lock ${file}. Try again in ${WRITE_SECONDS} s.`);
  }
}
