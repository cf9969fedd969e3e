// Gets Pulumi's engine: from PATH, else the per-user cache, else its makers' release, else a build from source.
import { type Environment, readEnvironment } from "../../components/host/tools/environment";
import { findOrInstall, type Source } from "../../components/host/tools/install";
import type { OnProgress } from "../../components/host/tools/progress";
import { type Engine, engineFolder, findEngine } from "./find";
import { officialSource } from "./release";
import { goSource } from "./sources";
import { engineVersion, oldestEngine } from "./version";

/** How the engine is got. */
interface EnsureOptions {
  /** Gets a line for everything that takes time. */
  readonly onProgress: OnProgress;
  /** The machine; this one by default. */
  readonly environment?: Environment;
  /** Where it is installed from, in this order; the official release and then a build by default. */
  readonly sources?: readonly Source[];
}

/**
 * The engine, installed into the per-user cache where it is missing: seconds from the release, minutes from source.
 *
 * Throws an error that says what was tried and the command that fixes it, or names the cache folder that cannot be
 * written.
 */
export async function ensureEngine(options: EnsureOptions): Promise<Engine> {
  const { onProgress, environment = readEnvironment() } = options;
  return await findOrInstall({
    what: `pulumi ${engineVersion}, or ${oldestEngine} and newer on PATH,`,
    folder: engineFolder(environment),
    sources: options.sources ?? [officialSource(environment, onProgress), goSource(environment, onProgress)],
    find: (reject) => findEngine(environment, reject),
    onProgress,
  });
}
