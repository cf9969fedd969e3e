// `destroy`: removes what an environment deployed; its data stays unless it is purged.
import { join } from "node:path";
import { definitionOf } from "../../components/monitoring";
import { confirmed } from "../deployment/confirm";
import { operate } from "../deployment/operate";
import { prepare } from "../deployment/prepare";
import { purgeFiles } from "../deployment/purge";
import { forgetRepetition } from "../deployment/unchanged";
import { unprotect } from "../deployment/unprotect";
import { PROJECT_DIR } from "../folders";
import { removeBoot } from "./service/boot";

export async function destroy(environment: string, options: { purge?: boolean; yes?: boolean }): Promise<void> {
  const prepared = await prepare(environment, { deploys: false });
  if (!(await confirmed("Destroy all of", prepared, options))) return;
  console.log(`Destroying ${environment}`);
  if (await removeBoot(environment)) console.log("  it is no longer started when you log in");
  const purge = options.purge ?? false;
  await forgetRepetition(environment);
  const { summary } = await operate(prepared, "destroy", console.log, async (stack, calls) => {
    if (purge) await unprotect(stack);
    return stack.destroy({ ...calls, excludeProtected: !purge });
  });
  const folder = join(PROJECT_DIR, ".tocsin", environment);
  if (purge) await purgeFiles(PROJECT_DIR, environment, prepared.backend);
  const { platform } = prepared.settings;
  console.log(`Destroyed: ${summary}. ${definitionOf(platform).remains(platform, purge, { environment, folder })}`);
}
