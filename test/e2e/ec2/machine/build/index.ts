// What the tests of EC2's machines boot, each in an entry of the tool cache.
import { readEnvironment } from "../../../../../components/host/tools/environment";
import type { OnProgress } from "../../../../../components/host/tools/progress";
import { isMade, make } from "../../../../cluster/build/recipe";
import { debian } from "./debian";
import { nspawn } from "./nspawn";

/** Folders of what is made. */
export interface Made {
  /** The root of a machine with Debian, and in `/srv/packages` what its set-up installs. */
  readonly debian: string;
  /** systemd's container manager. */
  readonly nspawn: string;
}

/** Makes what is missing. */
export async function build(onProgress: OnProgress): Promise<Made> {
  const maker = { environment: readEnvironment(), onProgress };
  return { nspawn: await make(nspawn, maker), debian: await make(debian, maker) };
}

/** What would have to be made first. */
export function missingFromBuild(): string[] {
  const here = { environment: readEnvironment() };
  return [nspawn, debian].flatMap((recipe) => (isMade(recipe, here) ? [] : [recipe.what]));
}
