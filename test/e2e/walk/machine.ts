// A clean machine of one user: no package of Prometheus', no D-Bus, no Docker, no network but its own loopback, on which all default
// ports are free. Namespaces of Linux make it of this one; it ends with everything that runs in it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { cacheFolder } from "../../../components/host/tools/cache";
import { catalogue } from "../../../components/host/tools/catalogue";
import { readEnvironment } from "../../../components/host/tools/environment";
import { asRoot, canBeRoot } from "../../support/machine/root";
import { HIDDEN } from "../clean-root";
import { within } from "../processes";

const PROJECT = join(__dirname, "..", "..", "..");

/** Whose machine it is. */
export interface User {
  uid: number;
  /** Whether Go is on PATH, and apt has lists of packages. */
  canInstall: boolean;
}

/** Root, and `nobody`, whom no file of another user's and no privilege helps. */
export const USERS = {
  root: { uid: 0, canInstall: true },
  nobody: { uid: 65_534, canInstall: false },
} as const satisfies Record<string, User>;

export interface Said {
  exitCode: number;
  /** Standard output and standard error. */
  output: string;
  seconds: number;
}

/** Programs that a clean machine does not have. */
const ABSENT = ["docker", "podman", "chromium", "chromium-browser", "google-chrome", "pulumi"];
const PATHS = ["/usr/local/go/bin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** What of the cache is copied: nothing is built or downloaded twice. */
const CACHED = ["pulumi", "tools/alertmanager", "tools/blackbox-exporter", "tools/node-exporter", "tools/prometheus"];

/** `$1` is the home, `$2` the folder of the project, `$3` its dependencies, and the rest are hidden: folders, then files. */
const SETUP = `set -eu
ip link set lo up
mount --bind "$3" "$2/node_modules"
shift 3
for each; do
  if [ -d "$each" ]; then mount -t tmpfs tmpfs "$each"; elif [ -e "$each" ]; then mount --bind /dev/null "$each"; fi
done
echo ready
exec cat`;

export class CleanMachine {
  private constructor(
    /** With the home and the project. */
    readonly folder: string,
    private readonly user: User,
    private readonly holder: ChildProcess,
    /** The first process in it. */
    private readonly pid: number,
  ) {}

  /** Why there can be none; undefined where there can. */
  static async missing(): Promise<string | undefined> {
    if (process.platform !== "linux" || !canBeRoot())
      return "only root of a Linux can hide folders and be somebody else";
    const tried = await asRoot([
      "unshare",
      ...NAMESPACES,
      "sh",
      "-c",
      "mount -t tmpfs tmpfs /mnt && ip link set lo up",
    ]);
    return tried.exitCode === 0 ? undefined : `unshare is not permitted here: ${tried.all}`;
  }

  /** With a clone of this project in `tocsin`, its dependencies, and a cache of the user's own. */
  static async of(user: User): Promise<CleanMachine> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-walk-"));
    const project = join(folder, "tocsin");
    for (const name of ["home/.cache/tocsin/tools", "tmp", "tocsin/node_modules"])
      await mkdir(join(folder, name), { recursive: true });
    const [own, copied] = [cacheFolder(readEnvironment()), join(folder, "home", ".cache", "tocsin")];
    for (const name of CACHED) await execa("cp", ["-a", join(own, name), dirname(join(copied, name))]);
    await clone(project);
    const hidden = [
      ...HIDDEN,
      "/run/docker.sock",
      ...programs([...ABSENT, ...Object.values(catalogue).flatMap(({ names }) => names)]),
      ...(user.canInstall ? [] : [...programs(["go"]), "/var/lib/apt/lists"]),
    ];
    const arguments_ = [project, await execaOutput("realpath", join(PROJECT, "node_modules")), ...hidden];
    await asRoot(["chown", "-R", `${user.uid}:${user.uid}`, folder]);
    const [command = "", ...args] = [
      ...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]),
      ...["unshare", ...NAMESPACES, "sh", "-c", SETUP, "sh", join(folder, "home"), ...arguments_],
    ];
    const holder = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    const said: string[] = [];
    for (const stream of [holder.stdout, holder.stderr]) stream.on("data", (part) => said.push(String(part)));
    await within(
      20,
      async () => said.join("").includes("ready") || undefined,
      () => said.join(""),
    );
    return new CleanMachine(folder, user, holder, await innermost(holder.pid));
  }

  /** The path of a file of the project's. */
  path(...parts: string[]): string {
    return join(this.folder, "tocsin", ...parts);
  }

  /** Runs a command as its user, in the project. */
  async run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Said> {
    const start = Date.now();
    const { uid } = this.user;
    const enter = ["nsenter", `--target=${this.pid}`, "--mount", "--net", "--pid", "--ipc"];
    const become = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
    const variables = {
      HOME: join(this.folder, "home"),
      TMPDIR: join(this.folder, "tmp"),
      LANG: "C.UTF-8",
      ...environment,
    };
    const path = [dirname(process.execPath), ...PATHS].join(":");
    const { exitCode, all } = await asRoot([
      ...enter,
      ...(uid === 0 ? [] : [...become, "--inh-caps=-all"]),
      ...["env", "-i", `PATH=${path}`, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)],
      ...["sh", "-c", 'cd "$0" && exec "$@"', this.path(), ...words],
    ]);
    return { exitCode, output: all ?? "", seconds: (Date.now() - start) / 1000 };
  }

  /** Writes a file of the project's. */
  async write(path: string, text: string): Promise<void> {
    const { exitCode, all } = await asRoot(["sh", "-c", 'printf %s "$2" > "$1"', "sh", this.path(path), text]);
    if (exitCode !== 0) throw new Error(`${path} cannot be written: ${all}`);
  }

  /** Ends all that runs in it, and removes its folder. */
  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.holder.once("exit", resolve));
    await asRoot(["kill", "-KILL", String(this.pid)]);
    await gone;
    await asRoot(["rm", "-rf", "--one-file-system", this.folder]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

const NAMESPACES = [
  ...["--mount", "--net", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc"],
  "--propagation=private",
];

/** Where programs are on PATH. */
const programs = (names: readonly string[]) => names.flatMap((name) => PATHS.map((folder) => join(folder, name)));

const execaOutput = async (command: string, ...args: string[]) => (await execa(command, args)).stdout;

/** The files of the project as they are now, committed on `main`, which a tag of the docs names as well. */
async function clone(project: string): Promise<void> {
  const files = (
    await execaOutput("git", "-C", PROJECT, "ls-files", "--cached", "--others", "--exclude-standard")
  ).split("\n");
  const copied = files.filter((file) => file !== "node_modules");
  const git = (...args: string[]) =>
    execa("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: project });
  await execa("cp", ["--parents", "--no-dereference", "-t", project, ...copied], { cwd: PROJECT });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", ".");
  await git("commit", "--quiet", "--message=As it is");
  await git("tag", "v1.2");
}

/** The last descendant of a process that has one child each. */
async function innermost(pid: number | undefined): Promise<number> {
  const [child] = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(/\s+/).filter(Boolean);
  return child === undefined ? Number(pid) : innermost(Number(child));
}
