// promtool and amtool, which say what Prometheus and Alertmanager load: the newest on PATH and in this project's tool cache.
import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export type ToolName = "promtool" | "amtool";

/** Absolute paths; undefined where one is missing. */
export type Tools = Readonly<Partial<Record<ToolName, string>>>;

/** Folder of each in the cache. */
const CACHED: Readonly<Record<ToolName, string>> = { promtool: "prometheus", amtool: "alertmanager" };

/** Where entries of the cache hold executables: a package's, and a build's. */
const IN_ENTRY = ["usr/bin", "bin"];

/** The tools of this machine. */
export function findTools(environment: NodeJS.ProcessEnv = process.env): Tools {
  const found = (["promtool", "amtool"] as const).map((name) => [name, find(name, environment)] as const);
  return Object.fromEntries(found.filter(([, path]) => path !== undefined));
}

function find(name: ToolName, environment: NodeJS.ProcessEnv): string | undefined {
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME ?? homedir(), ".cache");
  const tools = join(cache, "tocsin", "tools", CACHED[name]);
  const onPath = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const inCache = entriesOf(tools).flatMap((entry) => IN_ENTRY.map((bin) => join(tools, entry, bin)));
  const executable = [...onPath, ...inCache].map((folder) => join(folder, name)).filter(isExecutable);
  const found = [...new Map(executable.map((path) => [realpathSync(path), path])).values()];
  const [only, ...others] = found;
  // To ask for a version takes time, and one needs no choice.
  if (others.length === 0) return only;
  const versions = new Map(found.map((path) => [path, versionOf(path)]));
  return [...versions.keys()].sort((a, b) => byVersion(versions.get(b), versions.get(a)))[0];
}

/** Newer ones after older ones; those that tell none first. */
function byVersion(a = "0", b = "0"): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((entry) => !entry.startsWith("."));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An entry of the cache for one version, such as `go-3.14.0-promtool` or `release-3.14.0`. */
const OF_VERSION = /^(?:go|release)-(\d+\.\d+\.\d+)(?:-|$)/;

/** Such as `2.42.0`; undefined where it tells none. To start a program for it takes longer than to judge a file. */
export function versionOf(tool: string): string | undefined {
  const inCache = /\/tocsin\/tools\/[^/]+\/([^/]+)\//.exec(tool)?.[1];
  const named = OF_VERSION.exec(inCache ?? "")?.[1];
  if (named !== undefined) return named;
  const { stdout, stderr } = spawnSync(tool, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return /version (\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1];
}
