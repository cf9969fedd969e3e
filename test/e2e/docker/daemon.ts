// A Docker daemon of the tests' own, as root in a mount namespace: the machine's daemon, if it has one, sees nothing of it.
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa, { type ExecaChildProcess } from "execa";
import { writeImage } from "../../cluster/build/image-archive";
import { type Made, missingFromBuild } from "./build";
import { images } from "./build/images";

/** Why this machine cannot run one; undefined where it can. */
export function missingForDaemon(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a Docker daemon needs Linux and root";
  const { failed, stderr } = execa.sync("unshare", ["--mount", "true"], { reject: false });
  if (failed) return `a Docker daemon needs a mount namespace: ${stderr}`;
  const unbuilt = missingFromBuild();
  return unbuilt.length > 0 ? `${unbuilt.join(", ")} missing; get them with: npm run docker` : undefined;
}

const CONTROL_GROUPS = "/sys/fs/cgroup";
/** The parent of all containers' control groups. */
const GROUP = "tocsin-docker";

// Its folders below /run and /var/lib are its own. What is mounted there is shared with containers that ask for that.
const ENTER = `set -eu
mount --make-rshared /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib
mkdir /var/lib/docker
mount --bind "$0/data" /var/lib/docker
exec dockerd --host "unix://$0/docker.sock" --host unix:///var/run/docker.sock --pidfile "$0/pid" \
  --iptables=false --ip6tables=false --bridge=none --cgroup-parent=/${GROUP}`;

export class Daemon {
  private constructor(
    private readonly folder: string,
    private readonly made: Made,
    private readonly process: ExecaChildProcess,
  ) {}

  /** Starts it with the images of the local platform. Throws with the end of its log. */
  static async start(made: Made): Promise<Daemon> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-docker-"));
    const at = (path: string) => join(made.packages, path);
    await execa("mkdir", [join(folder, "data")]);
    const child = execa("unshare", ["--mount", "--propagation", "private", "sh", "-c", ENTER, folder], {
      all: true,
      reject: false,
      env: {
        PATH: `${at("usr/sbin")}:${at("usr/bin")}:${process.env.PATH}`,
        LD_LIBRARY_PATH: `${at("usr/lib/x86_64-linux-gnu")}:${at("lib/x86_64-linux-gnu")}`,
      },
    });
    const daemon = new Daemon(folder, made, child);
    for (let tries = 0; (await daemon.try("version")).failed; tries++) {
      if (child.exitCode !== null || tries > 300) throw new Error(`dockerd does not start:\n${(await child).all}`);
      await sleep(200);
    }
    for (const image of await images(made)) {
      const archive = await writeImage(image, folder);
      await daemon.docker("load", "--input", archive);
      await rm(archive);
    }
    return daemon;
  }

  /** As in DOCKER_HOST. */
  get host(): string {
    return `unix://${join(this.folder, "docker.sock")}`;
  }

  /** A command as it runs where the daemon does, whose folders below /run and /var/lib it then sees. */
  inside(command: readonly string[]): string[] {
    return ["nsenter", `--mount=/proc/${this.process.pid}/ns/mnt`, "--", ...command];
  }

  /** Runs Docker's command and returns what it prints. Throws where it fails. */
  async docker(...args: string[]): Promise<string> {
    const { failed, stdout, stderr } = await this.try(...args);
    if (failed) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  /** The id and the time of the start of each running container, by name. */
  async running(): Promise<Record<string, string>> {
    const ids = (await this.docker("ps", "--quiet", "--no-trunc")).split("\n").filter((id) => id !== "");
    const format = "{{.Name}} {{.Id}} {{.State.StartedAt}}";
    const lines = ids.length > 0 ? await this.docker("inspect", "--format", format, ...ids) : "";
    return Object.fromEntries(
      lines
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [name = "", ...rest] = line.slice(1).split(" ");
          return [name, rest.join(" ")];
        }),
    );
  }

  /** Ends it with all containers, and removes everything of it. */
  async stop(): Promise<void> {
    const all = (await this.try("ps", "--all", "--quiet")).stdout.split("\n").filter((id) => id !== "");
    if (all.length > 0) await this.try("rm", "--force", "--volumes", ...all);
    this.process.kill("SIGTERM", { forceKillAfterTimeout: 20_000 });
    await this.process;
    for (const controller of await readdir(CONTROL_GROUPS).catch(() => [])) {
      const group = join(CONTROL_GROUPS, controller, GROUP);
      if (existsSync(group)) await rmdir(group).catch(() => undefined);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private try(...args: string[]) {
    return execa(join(this.made.packages, "usr/bin/docker"), ["--host", this.host, ...args], { reject: false });
  }
}
