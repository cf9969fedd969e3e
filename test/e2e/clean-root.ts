// A machine as it is without Debian's packages of Prometheus and without D-Bus: a mount namespace that hides their folders.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What those packages make, and what a container lacks. */
export const HIDDEN = ["/var/lib/prometheus", "/etc/prometheus", "/run/dbus", "/run/systemd"];

/** Ahead of a command that is to see none of it; undefined where this user may not make namespaces. */
export function withoutPackages(): readonly string[] | undefined {
  const asRoot = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  const hide = HIDDEN.map((folder) => `[ ! -d ${folder} ] || mount -t tmpfs tmpfs ${folder}`).join("; ");
  const words = ["unshare", ...asRoot, "--mount", "sh", "-c", `${hide}; exec "$0" "$@"`];
  return hides(words) ? words : undefined;
}

/** A folder that is mounted over is empty. */
function hides(words: readonly string[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-hidden-"));
  const [command = "", ...args] = words;
  const tried = spawnSync(command, [
    ...args,
    "sh",
    "-c",
    `mount -t tmpfs tmpfs ${folder} && ! ls /var/lib/prometheus/*`,
  ]);
  rmdirSync(folder);
  return tried.status === 0;
}
