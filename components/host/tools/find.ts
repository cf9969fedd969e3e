// Looks for a tool on PATH and in the tool cache, without installing anything.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { isAtLeast, newest } from "../../version-numbers";
import { cacheEntries, cacheFolder } from "./cache";
import { catalogue, type ToolName } from "./catalogue";
import { executablesOnPath, isExecutable, run } from "./commands";
import { type Environment, readEnvironment } from "./environment";
import { SourceError } from "./install";
import { knownVersion } from "./known-version";
import type { Distribution, GoProgram, Tool } from "./tool";

/** An executable that works and is new enough. */
export interface FoundTool {
  readonly name: ToolName;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Such as `2.42.0`. */
  readonly version: string;
  readonly from: "PATH" | "cache";
}

/**
 * The tool on PATH, else the one in the tool cache; undefined when neither has it in the version that is needed. One that is as new
 * as the release that the project names goes before one that is only new enough, so that all platforms run the same.
 *
 * @param reject Gets the place and the reason of everything that was found and is no use.
 * @param minimum The oldest version that will do, where the catalogue's is not enough.
 */
export async function findTool(
  name: ToolName,
  environment: Environment = readEnvironment(),
  reject: (place: string, reason: string) => void = () => undefined,
  minimum?: string,
): Promise<FoundTool | undefined> {
  const tool = toolOf(name, minimum);
  const usable: FoundTool[] = [];
  for (const [from, paths] of [
    ["PATH", await onPath(tool, environment)],
    ["cache", await inCache(name, tool.distribution, environment)],
  ] as const) {
    if (paths.length === 0) reject(from, `no ${tool.names.join(" or ")}`);
    for (const path of paths) {
      const ask = () => versionOf(tool, path, environment);
      const version = await (from === "cache" ? knownVersion(path, ask) : ask());
      const found = version !== undefined && isAtLeast(version, tool.minimum) && { name, path, version, from };
      if (found && isCurrent(found)) return found;
      if (found) usable.push(found);
      else reject(from, `${path} ${version === undefined ? "does not report its version" : `has version ${version}`}`);
    }
  }
  return usable[0];
}

/** Whether a tool is as new as the release that the project names, if it names one. */
export function isCurrent({ name, version }: FoundTool): boolean {
  const { distribution }: Tool = catalogue[name];
  return distribution === undefined || isAtLeast(version, distribution.go.release);
}

/** A row of the catalogue, for a use that may need a newer version than others. */
export function toolOf(name: ToolName, minimum?: string): Tool {
  const tool: Tool = catalogue[name];
  return minimum === undefined ? tool : { ...tool, minimum: newest(tool.minimum, minimum) };
}

/** The version that an executable reports; undefined when it does not run or reports none. */
export async function versionOf(
  tool: Pick<Tool, "versionArguments" | "versionPattern">,
  path: string,
  environment: Environment,
): Promise<string | undefined> {
  const { ok, output } = await run(path, tool.versionArguments, { environment, timeoutSeconds: 20 });
  return ok ? output.match(tool.versionPattern)?.[1] : undefined;
}

/** Throws a SourceError where an installed tool does not run. */
export async function requireAnswer(tool: Tool, path: string, environment: Environment): Promise<void> {
  if ((await versionOf(tool, path, environment)) === undefined) {
    throw new SourceError("its executable does not run on this machine");
  }
}

/** The folder of a distribution in the tool cache. */
export function toolFolder({ folder }: Distribution, environment: Environment): string {
  return cacheFolder(environment, "tools", folder);
}

/** How the cache entries of makers' releases begin. */
export const RELEASED = "release-";

/** What tells a program that is made of packages from one of others. */
export const programHash = (program: GoProgram): string =>
  createHash("sha256").update(JSON.stringify(program)).digest("hex").slice(0, 8);

/** The cache entry of a Go build. A program that is made of packages is another one with others. */
export function goEntry(name: ToolName, { go }: Distribution): string {
  const made = "program" in go ? `-${programHash(go.program)}` : "";
  return `go-${go.release}-${name}${made}`;
}

/** Where the executable of a Go build lies in its cache entry. */
export function goBuildPath(name: ToolName): string {
  return join("bin", name);
}

async function onPath(tool: Tool, environment: Environment): Promise<string[]> {
  return (await Promise.all(tool.names.map((name) => executablesOnPath(name, environment)))).flat();
}

async function inCache(
  name: ToolName,
  distribution: Distribution | undefined,
  environment: Environment,
): Promise<string[]> {
  if (distribution === undefined) return [];
  const folder = toolFolder(distribution, environment);
  const entries = await cacheEntries(folder);
  const usable =
    "program" in distribution.go
      ? entries.filter((entry) => entry === goEntry(name, distribution) || entry.startsWith(RELEASED))
      : entries;
  const files = usable.flatMap((entry) =>
    [distribution.debian?.path ?? [], goBuildPath(name)].flat().map((path) => join(folder, entry, path)),
  );
  const executable = await Promise.all(files.map(isExecutable));
  return files.filter((_, index) => executable[index]);
}
