// A machine's folders for a script that is root there: it sees its own /etc, /opt, /run and /dev, and nothing stays of it.
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";

/** Whether this user can be root, without being asked. */
export const canBeRoot = (): boolean => {
  if (process.getuid?.() === 0) return true;
  const { exitCode } = execa.sync("sudo", ["-n", "true"], { reject: false });
  if (exitCode !== 0 && process.env.CI === "true") throw new Error("missing: root, or sudo that asks nothing");
  if (exitCode !== 0) console.warn("Tests are skipped: they are to be root, or to have sudo that asks nothing");
  return exitCode === 0;
};

/** Runs a command as root. */
export function asRoot(command: readonly string[]) {
  const [program = "", ...args] = process.getuid?.() === 0 ? command : ["sudo", "-n", ...command];
  return execa(program, args, { reject: false, all: true });
}

const FOLDERS = ["etc", "opt", "run"];

/** In a mount namespace of its own. `$1` is the machine's folder, and the rest the command. */
const ENTER = `set -eu
machine=$1; shift
if [ ! -e "$machine/etc/group" ]; then cp -a /etc/. "$machine/etc/"; fi
mount -t tmpfs tmpfs "$machine/dev"
for each in null zero random urandom loop-control loop0 loop1 loop2 loop3 loop4 loop5 loop6 loop7; do
  if [ -e "/dev/$each" ]; then cp -a "/dev/$each" "$machine/dev/"; fi
done
mkdir -p "$machine/dev/disk/by-id"
for each in ${FOLDERS.join(" ")} dev; do mount --rbind "$machine/$each" "/$each"; done
exec "$@"`;

export class Machine {
  private constructor(
    /** Where its folders are when it does not run. */
    readonly folder: string,
  ) {}

  static async in(parent: string): Promise<Machine> {
    const folder = join(parent, randomUUID());
    for (const each of [...FOLDERS, "dev"]) await mkdir(join(folder, each), { recursive: true });
    return new Machine(folder);
  }

  /** Runs a command as its root; what it mounts ends with it. */
  run(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const kept = Object.entries({ PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env });
    const inside = ["env", ...kept.map(([name, value]) => `${name}=${value}`), "sh", "-c", ENTER, "sh", this.folder];
    return asRoot(["unshare", "--mount", "--propagation", "private", ...inside, ...command]);
  }

  /** Runs a shell script. */
  sh(script: string, env?: Readonly<Record<string, string>>) {
    return this.run(["sh", "-euc", script], env);
  }
}
