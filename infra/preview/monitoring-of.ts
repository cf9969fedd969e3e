// What watches an environment, as the working tree has it.
import type { Monitoring } from "../../components/monitoring";
import { stackOf } from "../../stacks";
import { PROJECT_DIR } from "../folders";
import { readOwnRules } from "../own-rules";
import { withOwnSlos } from "../own-slos";
import { readStackFile, settingsInFile } from "../settings";

/** Nothing is deployed. Throws a `SettingsError` with every problem of the settings. */
export async function monitoringOf(environment: string, projectDir = PROJECT_DIR): Promise<Monitoring> {
  const settings = await withOwnSlos(settingsInFile(await readStackFile(projectDir, environment)), projectDir);
  const ownRules = await readOwnRules(settings, projectDir);
  // A preview says the same on every machine, whatever is installed there.
  return (await stackOf(settings)).monitoring(settings, { environment, runtime: "native", ownRules });
}
