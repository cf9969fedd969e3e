// `destroy`: removes what an environment deployed; its data stays unless it is purged.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { selectStack } from "../deployment";
import { interruptible } from "../interrupt";
import { prepare } from "../prepare";
import { PROJECT_DIR } from "../program";
import { Report } from "../report";

export async function destroy(environment: string, options: { purge?: boolean }): Promise<void> {
  const stack = await selectStack(await prepare(environment));
  const report = new Report(console.log);
  console.log(`Destroying ${environment}`);
  await interruptible((signal) => stack.destroy({ onEvent: report.onEvent, signal })).catch((error: unknown) => {
    throw report.errors.length > 0 ? new Error(report.errors.join("\n")) : error;
  });
  const data = join(PROJECT_DIR, ".tocsin", environment);
  if (options.purge) await rm(data, { recursive: true, force: true });
  console.log(
    `Destroyed: ${report.summary}. ${options.purge ? "Logs and data are gone as well." : `Logs and data stay in ${data}; --purge removes them.`}`,
  );
}
