// Looks for Pulumi's engine on PATH and in the per-user cache, without installing anything.
import { dirname, join } from "node:path";
import { cacheFolder } from "../../components/host/tools/cache";
import { executablesOnPath, isExecutable } from "../../components/host/tools/commands";
import { type Environment, readEnvironment } from "../../components/host/tools/environment";
import { versionOf } from "../../components/host/tools/find";
import { knownVersion } from "../../components/host/tools/known-version";
import { engineVersion, isUsable } from "./version";

/** An engine that works and fits the SDK. */
export interface Engine {
  /** Absolute path of the `pulumi` executable. */
  readonly path: string;
  /** Such as `3.276.0`. */
  readonly version: string;
  /** An official one brings Pulumi's language hosts; a built one runs programs inline only. */
  readonly from: "PATH" | "cache (official)" | "cache (built with Go)";
}

/** The engine's folder in the per-user cache: one entry a version, each with `bin/pulumi`. */
export function engineFolder(environment: Environment): string {
  return cacheFolder(environment, "pulumi");
}

/** Where the executable lies in a cache entry. */
export const ENGINE_EXECUTABLE = join("bin", "pulumi");

/**
 * The engine on PATH when its version is usable, else the cached one of the SDK's version; undefined when there is
 * neither.
 *
 * @param reject Gets the place and the reason of everything that was found and is no use.
 */
export async function findEngine(
  environment: Environment = readEnvironment(),
  reject: (place: string, reason: string) => void = () => undefined,
): Promise<Engine | undefined> {
  const onPath = await executablesOnPath("pulumi", environment);
  if (onPath.length === 0) reject("PATH", "no pulumi");
  for (const path of onPath) {
    const version = await engineVersionOf(path, environment);
    if (version !== undefined && isUsable(version)) return { path, version, from: "PATH" };
    reject("PATH", `${path} ${version === undefined ? "does not report its version" : `has version ${version}`}`);
  }

  const path = join(engineFolder(environment), engineVersion, ENGINE_EXECUTABLE);
  const version = (await isExecutable(path))
    ? await knownVersion(path, () => engineVersionOf(path, environment))
    : undefined;
  if (version === engineVersion) {
    const isOfficial = await isExecutable(join(dirname(path), "pulumi-language-nodejs"));
    return { path, version, from: isOfficial ? "cache (official)" : "cache (built with Go)" };
  }
  reject("cache", `no pulumi ${engineVersion}`);
  return undefined;
}

/** The version that a `pulumi` executable reports; undefined when it does not run. */
export async function engineVersionOf(path: string, environment: Environment): Promise<string | undefined> {
  // Without this, it may ask Pulumi's site for a newer version first.
  const variables = { ...environment.variables, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const question = { versionArguments: ["version"], versionPattern: /^v(\d+\.\d+\.\d+(?:[^\s\d]\S*)?)$/m };
  return await versionOf(question, path, { ...environment, variables });
}
