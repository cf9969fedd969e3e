// A copy of this project in a folder of its own, on ports of its own, that tests deploy, break and destroy for real. (long: one class, which every end-to-end test uses)
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { portProblem } from "../../components/host/ports";
import { inspectProcess } from "../../components/host/tools/processes";
import type { Monitoring, Settings } from "../../components/monitoring";
import { localPlatform } from "../../components/monitoring/platforms/local/settings";
import { readStackFile, settingsInFile } from "../../infra/settings";
import { stackOf } from "../../stacks";
import { freePorts } from "../support/ports";
import { ownedProcesses } from "./processes";

const PROJECT = join(__dirname, "..", "..");

/** What is copied; dependencies are linked. */
const COPIED = [
  ...readdirSync(PROJECT).filter((file) => /^Pulumi\..*yaml$/.test(file)),
  "package.json",
  "tocsin.config.ts",
  "tsconfig.json",
  "examples",
  "package",
  "infra",
  "stacks",
  "components",
  "policies",
];

/** Of the parts of a local environment: all of them, or a part that is new would listen where the default environment does. */
export const PORTS = localPlatform.shape.ports.unwrap().keyof().options;

export type Port = (typeof PORTS)[number];

const queryAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const rangeAnswer = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
    ),
  }),
});

export interface Outcome {
  exitCode: number;
  /** Standard output and standard error. */
  output: string;
  stdout: string;
  seconds: number;
}

export class House {
  private constructor(
    readonly dir: string,
    readonly ports: Record<Port, number>,
    /** Ahead of every command: what shows it another machine. */
    private readonly inside: readonly string[] = [],
  ) {}

  /** The copy alone, with the settings as they are. */
  static async copy(inside: readonly string[] = []): Promise<House> {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-e2e-"));
    await Promise.all(COPIED.map((path) => cp(join(PROJECT, path), join(dir, path), { recursive: true })));
    await symlink(join(PROJECT, "node_modules"), join(dir, "node_modules"));
    return new House(dir, await freePorts(...PORTS), inside);
  }

  /** With an environment `local` of its own. */
  static async build(inside?: readonly string[]): Promise<House> {
    const house = await House.copy(inside);
    await house.settings((config) => {
      config["tocsin:platform"] = { kind: "local", runtime: "native", ports: house.ports };
      const text = JSON.stringify(config).replaceAll("127.0.0.1:5000", `127.0.0.1:${house.ports.sample}`);
      Object.assign(config, JSON.parse(text));
    });
    return house;
  }

  /** Changes the configuration in Pulumi.local.yaml. */
  async settings(change: (config: Record<string, unknown>) => void): Promise<void> {
    const file = join(this.dir, "Pulumi.local.yaml");
    const document = parse(await readFile(file, "utf8"));
    change(document.config);
    await writeFile(file, stringify(document));
  }

  /** Runs one of the project's commands to its end. */
  async run(args: string[], environment: Record<string, string> = {}): Promise<Outcome> {
    const start = Date.now();
    const [command, words] = this.commandLine(args);
    const result = await execa(command, words, {
      cwd: this.dir,
      env: { ...this.environment(), ...environment },
      reject: false,
      all: true,
    });
    return {
      exitCode: result.exitCode,
      output: result.all ?? "",
      stdout: result.stdout,
      seconds: (Date.now() - start) / 1000,
    };
  }

  /** Runs one of the project's commands, which is to succeed. */
  async does(args: string[]): Promise<Outcome> {
    const outcome = await this.run(args);
    if (outcome.exitCode !== 0) throw new Error(`${args.join(" ")} ends with ${outcome.exitCode}:\n${outcome.output}`);
    return outcome;
  }

  /** Starts one of the project's commands without waiting. */
  start(args: string[]) {
    const [command, words] = this.commandLine(args);
    return spawn(command, words, {
      cwd: this.dir,
      env: { ...process.env, ...this.environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  url(part: Port): string {
    return `http://127.0.0.1:${this.ports[part]}`;
  }

  /** The path of a file of the running environment. */
  path(...parts: string[]): string {
    return join(this.dir, ".tocsin", ...parts);
  }

  /** Replaces a file of the project. */
  async write(path: string, content: string): Promise<void> {
    await writeFile(join(this.dir, path), content);
  }

  /** All files below a folder of the running environment, relative to it. */
  async files(folder: string): Promise<string[]> {
    const entries = await readdir(this.path(folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(this.path(folder), join(entry.parentPath, entry.name)));
  }

  /** The processes of this machine that say they belong to this house, without their own helpers. */
  ownedProcesses(): Promise<number[]> {
    return ownedProcesses(this.dir);
  }

  /** The providers and policy packs that run for this house: none, unless a deployment is running. */
  async providers(): Promise<string[]> {
    const plugins = ["components/host/plugin/../provider/main.ts", "policies/launcher/"];
    return (await commandLines()).filter((command) =>
      plugins.some((plugin) => command.includes(`${this.dir}/${plugin}`)),
    );
  }

  /** The engine that a command of this house has started. */
  async enginesOf(command: number): Promise<number[]> {
    const children = await readFile(`/proc/${command}/task/${command}/children`, "utf8").catch(() => "");
    const pids = children.trim().split(" ").map(Number);
    const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
    return pids.filter((_, at) => lines[at]?.includes("--exec-kind"));
  }

  /** Files of the state's locks. */
  async locks(): Promise<string[]> {
    const folder = this.path("state", ".pulumi", "locks", "organization", "tocsin", "local");
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
    return files.map((file) => join(folder, file));
  }

  /** The engine that holds the state's lock, as soon as there is one. */
  async lockHolder(every = 20): Promise<number> {
    for (;;) {
      const [file] = await this.locks();
      const lock = file && (await readFile(file, "utf8").catch(() => ""));
      if (lock) return z.object({ pid: z.number() }).parse(JSON.parse(lock)).pid;
      await sleep(every);
    }
  }

  async pid(part: string): Promise<number> {
    return Number(await readFile(this.path("local", part, "pid"), "utf8"));
  }

  async query(expr: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> {
    const answer = await fetch(`${this.url("prometheus")}/api/v1/query?query=${encodeURIComponent(expr)}`);
    return queryAnswer.parse(await answer.json()).data.result;
  }

  /** The samples of a selector with a range, as they were scraped or recorded. */
  async samples(selector: string): Promise<{ metric: Record<string, string>; values: [number, string][] }[]> {
    const answer = await fetch(`${this.url("prometheus")}/api/v1/query?query=${encodeURIComponent(selector)}`);
    return rangeAnswer.parse(await answer.json()).data.result;
  }

  /** The series of an expression over the last hour, as a panel over time asks for them. */
  async queryHour(expr: string): Promise<{ metric: Record<string, string>; values: [number, string][] }[]> {
    const now = Date.now() / 1000;
    const asked = new URLSearchParams({ query: expr, start: String(now - 3_600), end: String(now), step: "15" });
    const answer = await fetch(`${this.url("prometheus")}/api/v1/query_range?${asked}`);
    return rangeAnswer.parse(await answer.json()).data.result;
  }

  /** What watches this house, as data. */
  async monitoring(): Promise<{ settings: Settings; monitoring: Monitoring }> {
    const settings = settingsInFile(await readStackFile(this.dir, "local"));
    const stack = await stackOf(settings);
    return { settings, monitoring: stack.monitoring(settings, { environment: "local", runtime: "native" }) };
  }

  /** Destroys what is left and removes the folder. */
  async tearDown(): Promise<void> {
    await this.run(["destroy", "--purge"]);
    for (const pid of await this.ownedProcesses()) process.kill(pid, "SIGKILL");
    await this.remove();
  }

  /** Removes the folder. */
  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }

  private commandLine(args: string[]): [command: string, args: string[]] {
    const [command = "", ...rest] = [...this.inside, process.execPath, "--import", "tsx", "infra/main.ts", ...args];
    return [command, rest];
  }

  // The state of this house is its own, whatever the user of the machine has set.
  private environment(): Record<string, string> {
    return { PULUMI_BACKEND_URL: "", PULUMI_HOME: this.pulumiHome };
  }

  /** Where its engine has its plugins. */
  get pulumiHome(): string {
    return join(this.dir, ".pulumi-home");
  }
}

/** Of all processes of this machine. */
async function commandLines(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

export async function isAlive(pid: number): Promise<boolean> {
  return (await inspectProcess(pid)) !== undefined;
}

/** Those of some ports that something listens on. */
export async function portsInUse(ports: number[]): Promise<number[]> {
  const problems = await Promise.all(ports.map((port) => portProblem({ host: "127.0.0.1", port })));
  return ports.filter((_, index) => problems[index]);
}
