// What the tests with a Docker daemon are made of, each in an entry of the tool cache.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment } from "../../../../components/host/tools/environment";
import type { OnProgress } from "../../../../components/host/tools/progress";
import { isMade, type Maker, make } from "../../../cluster/build/recipe";
import { cadvisor } from "./cadvisor";
import { packages } from "./packages";
import { PROVIDER, provider } from "./provider";

/** Folders of what is made. */
export interface Made {
  readonly packages: string;
  readonly cadvisor: string;
  readonly provider: string;
}

const RECIPES = { packages, cadvisor, provider };

const maker = (onProgress: OnProgress): Maker => ({ environment: readEnvironment(), onProgress });

/** Makes what is missing. */
export async function build(onProgress: OnProgress): Promise<Made> {
  const here = maker(onProgress);
  return {
    packages: await make(packages, here),
    cadvisor: await make(cadvisor, here),
    provider: await make(provider, here),
  };
}

/** What would have to be made first. */
export function missingFromBuild(): string[] {
  const here = { environment: readEnvironment() };
  return Object.values(RECIPES).flatMap((recipe) => (isMade(recipe, here) ? [] : [recipe.what]));
}

/** Puts Pulumi's Docker provider where an engine with this home looks for plugins. */
export async function installProvider(made: Made, pulumiHome: string): Promise<void> {
  const folder = join(pulumiHome, "plugins", `resource-docker-v${PROVIDER.version}`);
  await mkdir(folder, { recursive: true });
  await copyFile(join(made.provider, PROVIDER.program), join(folder, PROVIDER.program));
}
