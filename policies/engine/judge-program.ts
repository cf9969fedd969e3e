// The policies on a whole program in this process, where its resources are at hand: no engine is asked.
import { PACKS } from "../packs";
import { type Finding, judge } from "../policy";
import { type Given, seenTogether } from "./seen";

/**
 * What all policies find in a program, at their own levels.
 *
 * @param directory Where relative paths of file assets begin.
 */
export async function judgeProgram(resources: readonly Given[], directory: string): Promise<Finding[]> {
  const judged = await seenTogether(resources, directory);
  return PACKS.flatMap((pack) => judge(pack, judged));
}
