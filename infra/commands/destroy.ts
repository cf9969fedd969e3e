// `destroy`: removes what an environment deployed; its data stays unless it is purged.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { confirmed } from "../deployment/confirm";
import { operate } from "../deployment/operate";
import { prepare } from "../deployment/prepare";
import { PROJECT_DIR } from "../program";

export async function destroy(environment: string, options: { purge?: boolean; yes?: boolean }): Promise<void> {
  const prepared = await prepare(environment, { deploys: false });
  if (!(await confirmed("Destroy all of", environment, options))) return;
  console.log(`Destroying ${environment}`);
  const { summary } = await operate(prepared, "destroy", console.log, (stack, calls) => stack.destroy(calls));
  const data = join(PROJECT_DIR, ".tocsin", environment);
  if (options.purge) await rm(data, { recursive: true, force: true });
  const rest = options.purge
    ? "Logs and data are gone as well."
    : `Logs and data stay in ${data}; --purge removes them.`;
  console.log(`Destroyed: ${summary}. ${rest}`);
}
