// Gets a tool: from PATH, else the tool cache, else the platform's package, else a build from source.
import type { ToolName } from "./catalogue";
import { type Environment, readEnvironment } from "./environment";
import { type FoundTool, findTool, toolFolder, toolOf } from "./find";
import { findOrInstall } from "./install";
import type { OnProgress } from "./progress";
import { aptSource, goSource } from "./sources";

/** How a tool is got. */
interface EnsureOptions {
  /** Gets a line for everything that takes time. */
  readonly onProgress: OnProgress;
  /** The machine; this one by default. */
  readonly environment?: Environment;
  /** The oldest version that will do, where the catalogue's is not enough. */
  readonly minimum?: string | undefined;
}

/**
 * The tool, installed into the tool cache where it is missing; the system's own packages and services stay as they
 * are. Takes seconds from a package and minutes from source.
 *
 * Throws an error that says what was tried and the command that fixes it, or names the cache folder that cannot be
 * written.
 */
export async function ensureTool(name: ToolName, options: EnsureOptions): Promise<FoundTool> {
  const { onProgress, environment = readEnvironment(), minimum } = options;
  const tool = toolOf(name, minimum);
  const what = `${name} ${tool.minimum} or newer`;
  const { distribution } = tool;
  if (distribution === undefined) {
    const found = await findTool(name, environment, undefined, minimum);
    if (found !== undefined) return found;
    throw new Error(`${what} is not on PATH. Install it by hand: ${tool.instructions}`);
  }
  const { debian } = distribution;
  const unpacked = debian ? [aptSource(tool, distribution, debian, environment, onProgress)] : [];
  const built = goSource(name, tool, distribution, environment, onProgress);
  return await findOrInstall({
    what,
    folder: toolFolder(distribution, environment),
    sources: distribution.prefers === "go" ? [built, ...unpacked] : [...unpacked, built],
    find: (reject) => findTool(name, environment, reject, minimum),
    onProgress,
  });
}
