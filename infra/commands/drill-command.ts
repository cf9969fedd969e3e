// `drill` on the command line: its ground is the running local environment, its verdict the exit code.
import { join } from "node:path";
import { urlOf } from "../../components/local";
import { prepare } from "../prepare";
import { PROJECT_DIR } from "../program";
import { drill } from "./drill";
import { deploy } from "./up";

const ENVIRONMENT = "local";

export async function drillCommand(alert: string, options: { json?: boolean }): Promise<void> {
  const prepared = await prepare(ENVIRONMENT, { quiet: true });
  const { ports } = prepared.settings.platform;
  const result = await drill(alert, {
    prometheus: urlOf(ports.prometheus),
    inbox: urlOf(ports.inbox),
    sample: urlOf(ports.sample),
    dir: join(PROJECT_DIR, ".tocsin", ENVIRONMENT),
    repair: async () => {
      await deploy(prepared, () => undefined);
    },
    say: options.json ? () => undefined : console.log,
  });
  if (options.json) console.log(JSON.stringify(result));
  if (result.totalSeconds > result.budgetSeconds) process.exitCode = 1;
}
