// All that the cluster is made of: found in the tool cache, or made.
import { readEnvironment } from "../../../components/host/tools/environment";
import type { OnProgress } from "../../../components/host/tools/progress";
import { alertmanager } from "./alertmanager";
import { coredns } from "./coredns";
import { kubernetes } from "./kubernetes";
import { packages } from "./packages";
import { provider } from "./provider";
import { findMade, type Maker, make } from "./recipe";
import { stack } from "./stack";

/** Folders of what is made. */
export interface Made {
  readonly packages: string;
  readonly kubernetes: string;
  readonly coredns: string;
  readonly stack: string;
  readonly alertmanager: string;
  readonly provider: string;
}

const RECIPES = [packages, kubernetes, coredns, stack, alertmanager, provider];

const maker = (onProgress: OnProgress): Maker => ({ environment: readEnvironment(), onProgress });

/** Makes what is missing, one after the other: each keeps all cores busy. */
export async function build(onProgress: OnProgress): Promise<Made> {
  const here = maker(onProgress);
  return {
    packages: await make(packages, here),
    kubernetes: await make(kubernetes, here),
    coredns: await make(coredns, here),
    stack: await make(stack, here),
    alertmanager: await make(alertmanager, here),
    provider: await make(provider, here),
  };
}

/** What would have to be made first. */
export async function missingFromBuild(): Promise<string[]> {
  const missing: string[] = [];
  for (const recipe of RECIPES) {
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
