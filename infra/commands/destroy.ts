// `destroy`: removes what an environment deployed; its data stays unless it is purged.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { confirmed } from "../deployment/confirm";
import { operate } from "../deployment/operate";
import { prepare } from "../deployment/prepare";
import { remainsOf } from "../deployment/remains";
import { unprotect } from "../deployment/unprotect";
import { forgetCopies } from "../engine";
import { PROJECT_DIR } from "../folders";
import { PROJECT } from "../settings";
import { removeBoot } from "./service/boot";

export async function destroy(environment: string, options: { purge?: boolean; yes?: boolean }): Promise<void> {
  const prepared = await prepare(environment, { deploys: false });
  if (!(await confirmed("Destroy all of", environment, options))) return;
  console.log(`Destroying ${environment}`);
  if (await removeBoot(environment)) console.log("  it is no longer started when you log in");
  const purge = options.purge ?? false;
  const { summary } = await operate(prepared, "destroy", console.log, async (stack, calls) => {
    if (purge) await unprotect(stack);
    return stack.destroy({ ...calls, excludeProtected: !purge });
  });
  const folder = join(PROJECT_DIR, ".tocsin", environment);
  if (purge) {
    await rm(folder, { recursive: true, force: true });
    const { isOwn, stateDir } = prepared.backend;
    // A backend of the user's own keeps its history as the user has it.
    if (!isOwn && stateDir) await forgetCopies({ stateDir, project: PROJECT, stack: environment });
  }
  console.log(`Destroyed: ${summary}. ${remainsOf(prepared.settings, purge, { environment, folder })}`);
}
