// All that the cluster is made of: found in the tool cache, or made.
import { readEnvironment } from "../../../components/host/tools/environment";
import type { OnProgress } from "../../../components/host/tools/progress";
import { kubernetes } from "./kubernetes";
import { packages } from "./packages";
import { findMade, type Maker, make } from "./recipe";

const RECIPES = { packages, kubernetes };

/** Folders of what is made. */
export type Made = Readonly<Record<keyof typeof RECIPES, string>>;

const maker = (onProgress: OnProgress): Maker => ({ environment: readEnvironment(), onProgress });

/** Makes what is missing, one after the other: each keeps all cores busy. */
export async function build(onProgress: OnProgress): Promise<Made> {
  const folders = { packages: "", kubernetes: "" };
  for (const [name, recipe] of Object.entries(RECIPES)) {
    folders[name as keyof Made] = await make(recipe, maker(onProgress));
  }
  return folders;
}

/** What would have to be made first. */
export async function missingFromBuild(): Promise<string[]> {
  const missing: string[] = [];
  for (const recipe of Object.values(RECIPES)) {
    if (
      (await findMade(
        recipe,
        maker(() => undefined),
      )) === undefined
    )
      missing.push(recipe.what);
  }
  return missing;
}
