// The project's commands: npm run up, preview, destroy, doctor, drill, pulumi.
import { Command } from "commander";
import { destroy } from "./commands/destroy";
import { doctor } from "./commands/doctor";
import { drillCommand } from "./commands/drill/command";
import { preview } from "./commands/preview";
import { pulumi } from "./commands/pulumi";
import { up } from "./commands/up";

const cli = new Command("npm run").description("Monitoring as typed code").showHelpAfterError();
const ENVIRONMENT = ["[environment]", "the environment: Pulumi.<environment>.yaml", "local"] as const;

cli
  .command("up")
  .description("deploy an environment")
  .argument(...ENVIRONMENT)
  .option("--yes", "do not ask")
  .action(up);
cli
  .command("preview")
  .description("show what a deployment would change")
  .argument(...ENVIRONMENT)
  .action(preview);
cli
  .command("destroy")
  .description("remove what an environment deployed")
  .argument(...ENVIRONMENT)
  .option("--purge", "remove its logs and data as well")
  .action(destroy);
cli
  .command("doctor")
  .description("tell what is there, what is missing and what fixes it")
  .option("--install", "get what can be had without touching the system")
  .action(doctor);
cli
  .command("drill")
  .description("inject faults locally and measure how long their messages take")
  .argument("[alerts...]", "the alerts to drill, side by side", ["ServiceDown"])
  .option("--json", "print the figures as JSON")
  .action(drillCommand);
cli
  .command("pulumi")
  .description("run the engine itself with this project's backend")
  .argument("[args...]")
  .allowUnknownOption()
  .helpOption(false)
  .action(pulumi);

cli.parseAsync().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
