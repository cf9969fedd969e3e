// The project's commands: npm run up, preview, destroy, doctor, drill, backtest, dashboards, pulumi.
import { Command } from "commander";
import { backtestCommand } from "./commands/backtest/command";
import { dashboards } from "./commands/dashboards";
import { destroy } from "./commands/destroy";
import { doctor } from "./commands/doctor";
import { drillCommand } from "./commands/drill/command";
import { preview } from "./commands/preview";
import { pulumi } from "./commands/pulumi";
import { up } from "./commands/up";
import { monitoringOf } from "./preview/monitoring-of";
import { renderedAt } from "./preview/rendered";

// Pulumi takes a stack trace with every promise, which costs seconds; only messages are shown.
Error.stackTraceLimit = 0;

export const cli = new Command("npm run").description("Monitoring as typed code").showHelpAfterError();
const ENVIRONMENT = ["[environment]", "the environment: Pulumi.<environment>.yaml", "local"] as const;
const NO_REFRESH = ["--no-refresh", "take the state for what is there, without a look at it"] as const;

cli
  .command("up")
  .description("deploy an environment")
  .argument(...ENVIRONMENT)
  .option("--yes", "do not ask")
  .option(...NO_REFRESH)
  .action(up);
cli
  .command("preview")
  .description("show what a change does to what is watched, what a deployment would change, and what the policies say")
  .argument(...ENVIRONMENT)
  .option(
    "--against <ref>",
    "compare with a commit, a branch or a tag; else with what is deployed, and offline with the main branch",
  )
  .option("--offline", "without credentials, plugins, tools and state: every resource is new")
  .option(...NO_REFRESH)
  .option("--markdown <file>", "write what changes as a comment for a pull request")
  .option("--json", "print what changes as JSON, and progress to standard error")
  .action(preview);
cli
  .command("destroy")
  .description("remove what an environment deployed")
  .argument(...ENVIRONMENT)
  .option("--purge", "remove its logs and data as well")
  .option("--yes", "do not ask")
  .action(destroy);
cli
  .command("doctor")
  .description("show what is available, what is missing and how to fix it")
  .argument("[environment]", "also check this environment's settings and its cluster")
  .option("--install", "get what can be had without touching the system")
  .action(doctor);
cli
  .command("drill")
  .description("inject faults locally and measure how long their messages take")
  .argument("[alerts...]", "the alerts to drill, side by side", ["ServiceDown"])
  .option("--json", "print the figures as JSON")
  .action(drillCommand);
cli
  .command("backtest")
  .description("report how often alerts would have fired over the history of a running Prometheus")
  .argument(...ENVIRONMENT)
  .option("--prometheus <url>", "the Prometheus that has the history")
  .option("--days <n>", "how far back, up to 400; 7 where it is left out")
  .option("--against <ref>", "compare with a commit, a branch or a tag; all alerts as they are where it is left out")
  .option("--json", "print the figures as JSON, progress to standard error")
  .action(
    backtestCommand({
      monitoringOf,
      monitoringAt: async (ref, environment) => (await renderedAt(ref, environment))?.monitoring,
    }),
  );
cli
  .command("dashboards")
  .description("draw every dashboard with the data of a running Prometheus, as pages and as pictures")
  .argument(...ENVIRONMENT)
  .option("--prometheus <url>", "the Prometheus to ask; the local one where it is left out")
  .option("--out <folder>", "where the pages go; .tocsin/<environment>/pages where it is left out")
  .option("--pictures", "take a picture of each page with headless Chromium")
  .option("--only <uids...>", "these dashboards alone")
  .option("--last <duration>", "how far back", "1h")
  .action(dashboards);
cli
  .command("pulumi")
  .description("run the engine itself with this project's backend")
  .argument("[args...]")
  .allowUnknownOption()
  .helpOption(false)
  .action(pulumi);

// The references in docs and the tests read the commands without running one.
if (require.main === module)
  cli.parseAsync().catch((error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
