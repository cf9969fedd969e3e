// Whether a port is free, and who holds it where it is not.
import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { programName } from "./tools/processes";

export interface Listen {
  host: string;
  port: number;
}

/** What is wrong with listening there, with the holder and the remedy; undefined when the port is free or one of `own` holds it. */
export async function portProblem({ host, port }: Listen, own: readonly number[] = []): Promise<string | undefined> {
  if (await isFree({ host, port })) return undefined;
  const holder = await holderOf(port);
  // Where the system does not say who it is, it is taken for one of them.
  if (holder ? own.includes(holder.pid) : own.length > 0) return undefined;
  const who = holder ? `by ${holder.name} (process ${holder.pid})` : "by another process";
  return `port ${port} on ${host} is in use ${who}; stop it, or set another port in platform.ports`;
}

function isFree({ host, port }: Listen): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The process that listens on a port; undefined where it belongs to somebody else or the system does not tell. */
async function holderOf(port: number): Promise<{ pid: number; name: string } | undefined> {
  const inodes = await listeningInodes(port);
  const pids = (await readdir("/proc").catch(() => [])).filter((entry) => /^\d+$/.test(entry));
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
      if (!inodes.has(target)) continue;
      // Its arguments are nobody's business: a password may be among them. A name may be any bytes.
      const name = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).replace(/[^\x20-\x7e]/g, "").trim();
      return { pid: Number(pid), name: programName(name) || "an unnamed process" };
    }
  }
  return undefined;
}

const LISTENING = "0A";

async function listeningInodes(port: number): Promise<Set<string>> {
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((line) => line.trim().split(/\s+/));
  const listening = rows.filter((row) => row[1]?.endsWith(suffix) && row[3] === LISTENING);
  return new Set(listening.map((row) => `socket:[${row[9]}]`));
}
