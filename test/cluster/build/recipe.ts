// What the cluster is made of, each in an entry of the tool cache: made once per user and version, however many ask for it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { addEntry, cacheEntries, cacheFolder } from "../../../components/host/tools/cache";
import type { Environment } from "../../../components/host/tools/environment";
import { findOrInstall } from "../../../components/host/tools/install";
import { narrate, type OnProgress } from "../../../components/host/tools/progress";

/** The machine, and who hears of progress. */
export interface Maker {
  readonly environment: Environment;
  readonly onProgress: OnProgress;
}

/** How one entry is made. */
export interface Recipe {
  /** The entry's name; another one where the recipe or a version changes. */
  readonly name: string;
  /** In progress lines. */
  readonly what: string;
  /** Fills the entry's folder. Throws where that does not work here. */
  readonly make: (scratch: string, maker: Maker) => Promise<void>;
}

const folderOf = ({ environment }: Pick<Maker, "environment">) => cacheFolder(environment, "tools", "cluster");

/** The entry's folder; undefined when it has not been made. */
export async function findMade({ name }: Recipe, maker: Maker): Promise<string | undefined> {
  const entries = await cacheEntries(folderOf(maker));
  return entries.includes(name) ? join(folderOf(maker), name) : undefined;
}

/** Whether the entry has been made, at once. */
export const isMade = ({ name }: Recipe, maker: Pick<Maker, "environment">) => existsSync(join(folderOf(maker), name));

/** The entry's folder, made where it is missing. Throws with the reason and a remedy. */
export async function make(recipe: Recipe, maker: Maker): Promise<string> {
  const install = () =>
    addEntry(folderOf(maker), recipe.name, (scratch) =>
      narrate(`Making ${recipe.what}`, maker.onProgress, () => recipe.make(scratch, maker)),
    );
  return await findOrInstall({
    what: recipe.what,
    folder: folderOf(maker),
    sources: [{ name: "recipe", install }],
    find: () => findMade(recipe, maker),
    onProgress: maker.onProgress,
  });
}
