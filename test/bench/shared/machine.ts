// What the figures were measured on and with.
import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import execa from "execa";
import type { FoundTool } from "../../../components/host/tools";

export interface Machine {
  /** ISO 8601. */
  at: string;
  cpu: string;
  cores: number;
  memoryGib: number;
  kernel: string;
  /** Load average of a minute when the run began: above 0.5, something else was running. */
  load: number;
  /** What of the project was measured: the commit, with `+` where files differ from it. */
  commit: string;
  versions: Readonly<Record<string, string>>;
}

export async function machineFacts(tools: readonly FoundTool[]): Promise<Machine> {
  const git = (...args: string[]) =>
    execa("git", args, { reject: false }).then(({ stdout, exitCode }) => (exitCode === 0 ? stdout : ""));
  const [commit, changed] = await Promise.all([
    git("rev-parse", "--short", "HEAD"),
    git("--no-optional-locks", "status", "--porcelain"),
  ]);
  const [cpu] = cpus();
  return {
    at: new Date().toISOString(),
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    kernel: readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(),
    load: loadavg()[0] ?? 0,
    commit: `${commit}${changed ? "+" : ""}`,
    versions: { node: process.versions.node, ...Object.fromEntries(tools.map(({ name, version }) => [name, version])) },
  };
}
