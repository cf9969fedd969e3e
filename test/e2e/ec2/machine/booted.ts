// A machine with Debian under its own systemd, in namespaces of its own: what it writes is gone with it, and it reaches nothing.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa, { type ExecaChildProcess } from "execa";
import type { File } from "../../../../components/ec2/machine/setup";
import { ended, within } from "../../processes";
import { type Made, missingFromBuild } from "./build";

/** Why none can be booted here, and tests are to be skipped; undefined where one can. With CI=true it throws instead. */
export function missingOrSkip(): string | undefined {
  const missing = missingForMachine();
  if (missing && process.env.CI === "true") throw new Error(missing);
  if (missing) console.warn(`Tests are skipped: ${missing}`);
  return missing;
}

function missingForMachine(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a machine needs Linux and root";
  const { failed, stderr } = execa.sync("unshare", ["--mount", "--net", "true"], { reject: false });
  if (failed) return `a machine needs namespaces: ${stderr}`;
  const unbuilt = missingFromBuild();
  return unbuilt.length > 0 ? `${unbuilt.join(", ")} missing; get them with: npm run machines` : undefined;
}

// The overlay leaves the root of the cache as it is.
const HOLD = `set -eu
mount -t overlay overlay -o "lowerdir=$1/root,upperdir=$2/upper,workdir=$2/work" "$2/machine"
ip() { chroot "$machine" ip "$@"; }
machine=$2/machine
ip link set lo up
# An address in a private network, of which nobody else is part.
ip link add eth0 type bridge
ip address add 10.0.1.10/24 dev eth0
ip link set eth0 up
touch "$2/held"
exec sleep infinity`;

// In control groups of its own: systemd moves whatever it finds in the one that it starts in.
const BOOT = `set -eu
for group in $GROUPS_OF_ITS_OWN; do mkdir -p "$group"; echo $$ >"$group/cgroup.procs"; done
exec "$@"`;

/** Where systemd's tree of control groups can be, by their version. */
const HIERARCHIES = ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup"];

const ENVIRONMENT = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LC_ALL=C.UTF-8",
];

export class Booted {
  private leader = "";
  private readonly groups: readonly string[];
  private readonly loops: string[] = [];
  private readonly running: ExecaChildProcess[];

  private constructor(
    private readonly made: Made,
    readonly folder: string,
    private readonly holder: ExecaChildProcess,
  ) {
    this.running = [holder];
    const found = HIERARCHIES.filter((hierarchy) => existsSync(join(hierarchy, "cgroup.procs")));
    this.groups = found.map((hierarchy) => join(hierarchy, `tocsin-machine-${holder.pid}`));
  }

  /** Makes it, with files beside those of its image; it does not run yet. */
  static async make(made: Made, files: readonly File[]): Promise<Booted> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-booted-"));
    for (const each of ["upper", "work", "machine"]) await mkdir(join(folder, each), { mode: 0o755 });
    for (const { path, content, executable } of files) {
      await mkdir(dirname(join(folder, "upper", path)), { recursive: true });
      await writeFile(join(folder, "upper", path), content, { mode: executable ? 0o755 : 0o644 });
    }
    const words = ["--mount", "--net", "--propagation", "private", "sh", "-c", HOLD, "sh", made.debian, folder];
    const machine = new Booted(made, folder, execa("unshare", words, { reject: false, all: true, detached: true }));
    await within(
      20,
      async () => existsSync(join(folder, "held")) || undefined,
      async () => String((await machine.holder).all),
    );
    return machine;
  }

  /** Starts a program of this machine in the other's network. It ends with it. */
  start(command: readonly string[], env: Readonly<Record<string, string>> = {}): ExecaChildProcess {
    const child = execa("nsenter", this.besides(command), { reject: false, all: true, detached: true, env });
    this.running.push(child);
    return child;
  }

  /** Runs a program of this machine in the other's network. */
  beside(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return execa("nsenter", this.besides(command), { reject: false, all: true, env });
  }

  /**
   * Boots it, with empty disks of so many MiB, by their device, and with files of this machine that it may read. Returns when
   * systemd has made its file systems; services may still be starting.
   */
  async boot(
    disks: Readonly<Record<string, number>> = {},
    files: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const binds = Object.entries(files).map(([path, file]) => `--bind-ro=${file}:${path}`);
    for (const [device, mebibytes] of Object.entries(disks)) {
      const image = join(this.folder, `disk-${this.loops.length}`);
      await execa("truncate", ["-s", `${mebibytes}M`, image]);
      const { stdout: loop } = await execa("losetup", ["--find", "--show", image]);
      this.loops.push(loop);
      binds.push(`--bind=${loop}:${device}`);
    }
    const nspawn = [
      join(this.made.nspawn, "usr", "bin", "systemd-nspawn"),
      ...["--quiet", "--boot", "--register=no", "--keep-unit", "--machine=tocsin", "--link-journal=no"],
      `--directory=${join(this.folder, "machine")}`,
      ...binds,
    ];
    const console_ = this.start(["sh", "-c", BOOT, "sh", ...nspawn], { GROUPS_OF_ITS_OWN: this.groups.join(" ") });
    let printed = "";
    console_.all?.on("data", (part) => (printed += String(part)));
    await within(
      60,
      async () => {
        const { stdout } = await execa("pgrep", ["--parent", String(console_.pid)], { reject: false });
        this.leader = stdout.split("\n")[0] ?? "";
        return (await this.run(["systemctl", "is-active", "sysinit.target"])).stdout === "active" || undefined;
      },
      () => printed.slice(-3_000),
    );
  }

  /** Runs a command as the machine's root. */
  run(command: readonly string[], input = "") {
    return execa("nsenter", [...this.into(), "--", "env", "--chdir=/", "-i", ...ENVIRONMENT, ...command], {
      reject: false,
      all: true,
      input,
    });
  }

  /** Runs a shell script as the machine's root, which ends where a command fails. */
  sh(script: string, input?: string) {
    return this.run(["sh", "-euc", script], input);
  }

  /** Ends it at once, as a loss of power does, and removes everything of it. */
  async stop(): Promise<void> {
    if (this.leader) await execa("kill", ["-KILL", this.leader], { reject: false });
    for (const child of this.running.reverse()) await ended(child);
    for (const loop of this.loops) await execa("losetup", ["--detach", loop], { reject: false });
    for (const group of this.groups) if (existsSync(group)) await removeGroup(group);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private besides(command: readonly string[]): string[] {
    const namespaces = ["mnt", "net"].map(
      (kind) => `--${kind === "mnt" ? "mount" : kind}=/proc/${this.holder.pid}/ns/${kind}`,
    );
    return [...namespaces, "--", ...command];
  }

  private into(): string[] {
    return [`--target=${this.leader}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root"];
  }
}

/** A group goes when those below it have, and the last of its processes. */
async function removeGroup(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeGroup(join(folder, entry.name));
  await within(
    10,
    () => rmdir(folder).then(() => true),
    () => `${folder} is in use`,
  );
}
