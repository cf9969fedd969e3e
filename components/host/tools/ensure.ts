// Gets a tool: one that is here and current, else its makers' release, one on PATH that will do, a build from source, a package.
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ToolName } from "./catalogue";
import { type Environment, readEnvironment } from "./environment";
import { type FoundTool, findTool, isCurrent, toolFolder, toolOf } from "./find";
import { findOrInstall } from "./install";
import type { OnProgress } from "./progress";
import { aptSource } from "./sources/debian";
import { goSource } from "./sources/go";
import { releaseSource } from "./sources/release";
import type { Distribution } from "./tool";

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
 * are. Takes seconds from a release and minutes from source.
 *
 * Throws an error that says what was tried and the command that fixes it, or names the cache folder that cannot be
 * written.
 */
export async function ensureTool(name: ToolName, options: EnsureOptions): Promise<FoundTool> {
  const { onProgress, environment = readEnvironment(), minimum } = options;
  const tool = toolOf(name, minimum);
  const what = `${name} ${tool.minimum} or newer`;
  const { distribution } = tool;
  const here = await findTool(name, environment, undefined, minimum);
  if (here !== undefined && isCurrent(here)) return here;
  if (distribution === undefined) {
    if (here !== undefined) return here;
    throw new Error(`${what} is not on PATH. Install it by hand: ${tool.instructions}`);
  }
  if (here !== undefined && (await wasLookedForToday(distribution, environment))) return here;
  const { debian } = distribution;
  const released = releaseSource(name, tool, distribution, environment, onProgress);
  const built = goSource(name, tool, distribution, environment, onProgress);
  const unpacked = debian ? [aptSource(tool, distribution, debian, environment, onProgress)] : [];
  const newer = here?.from === "PATH" ? [released] : [released, built];
  const installed = findOrInstall({
    what,
    folder: toolFolder(distribution, environment),
    sources: here === undefined ? [...newer, ...unpacked] : newer,
    find: async (reject) => {
      const found = await findTool(name, environment, reject, minimum);
      return here === undefined || (found && isCurrent(found)) ? found : undefined;
    },
    onProgress,
  });
  if (here === undefined) return await installed;
  return await installed.catch(async () => {
    onProgress(`${name} ${here.version} is used, since a newer one cannot be had`);
    await writeFile(lookedFor(distribution, environment), "").catch(() => undefined);
    return here;
  });
}

const HOURS_24 = 24 * 60 * 60 * 1000;

/** A file that says when no newer release could be had: nobody waits for one more than once a day. */
const lookedFor = (distribution: Distribution, environment: Environment) =>
  join(toolFolder(distribution, environment), `.looked-for-${distribution.go.release}`);

async function wasLookedForToday(distribution: Distribution, environment: Environment): Promise<boolean> {
  const file = await stat(lookedFor(distribution, environment)).catch(() => undefined);
  return file !== undefined && Date.now() - file.mtimeMs < HOURS_24;
}
