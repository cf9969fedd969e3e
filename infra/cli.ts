// The project's commands, which package.json names: npm run new, up, status, drill, silence, backtest and the others below.
import { Command } from "commander";
import { DEFAULT_PLATFORM, PLATFORM_KINDS } from "../components/monitoring/platforms";
import { SEVERITIES } from "../components/rules/severity";
import { DEFAULT_ENVIRONMENT, IS_OWN_USER, PROJECT_DIR } from "./folders";

/** An action whose module is loaded once its command is given: none needs those of the others. */
const lazily =
  <Args extends unknown[]>(load: () => Promise<(...args: Args) => unknown>) =>
  async (...args: Args) => {
    await (await load())(...args);
  };

export const cli = new Command(IS_OWN_USER ? "npm run" : "npx tocsin")
  .description("Monitoring as typed code")
  .showHelpAfterError();
const ENVIRONMENT = ["[environment]", "the environment: Pulumi.<environment>.yaml", DEFAULT_ENVIRONMENT] as const;
const ALERTMANAGER = ["--alertmanager <url>", "the Alertmanager, where its port is forwarded"] as const;
const SERVICE = ["--service <names...>", "alerts of these services"] as const;
const HOST = ["--host <names...>", "alerts of these hosts, and of what runs on them"] as const;
const TEAM = ["--team <names...>", "alerts of these teams"] as const;
const LABEL = ["--label <pairs...>", "alerts with these labels: cluster=eu-1"] as const;
const NO_REFRESH = ["--no-refresh", "take the state for what is there, without a look at it"] as const;

cli
  .command("init")
  .description("write a repository that uses the package: settings, Pulumi.yaml, workflows; never overwrites")
  .argument("[platform]", PLATFORM_KINDS.join(", "))
  .option("--environment <name>", "the first environment; local, and dev on other platforms, where left out")
  .option("--yes", "do not ask")
  .action(lazily(async () => (await import("./commands/init/command.js")).init));
const newOne = cli
  .command("new")
  .description("write the settings file of another environment")
  .argument("<name>", "its name: Pulumi.<name>.yaml, which must not exist")
  .argument("[platform]", PLATFORM_KINDS.join(", "), DEFAULT_PLATFORM)
  .action(lazily(async () => (await import("./commands/new/command.js")).newCommand));
newOne
  .command("mixin")
  .description("write a mixin of your own, which passes its tests")
  .argument("<name>", "the technology: nginx")
  .option(
    "--from <exposition>",
    "the URL of a running exporter's /metrics, or a file with it; its metrics become the catalogue",
  )
  .action(lazily(async () => (await import("./commands/new/mixin.js")).newMixin));
cli
  .command("test")
  .description("prove the mixins of your own: their catalogues, and every scenario through promtool")
  .argument("[mixins...]", "these alone")
  .action(lazily(async () => (await import("./commands/test/command.js")).testMixins));
cli
  .command("check-exposition")
  .description("compare what an exporter shows with what a mixin reads, or with what it showed before")
  .argument("<shown>", "URL or file of an exposition")
  .argument("[later]", "URL or file of a later one, which is compared with the first")
  .requiredOption("--mixin <name>", "the mixin that reads it: redis, node, service …")
  .option("--options <json>", "the mixin's options, as a service gives them")
  .action(lazily(async () => (await import("./commands/check-exposition.js")).checkExposition));
cli
  .command("up")
  .description("deploy an environment")
  .argument(...ENVIRONMENT)
  .option("--yes", "do not ask")
  .option(...NO_REFRESH)
  .action(lazily(async () => (await import("./commands/up.js")).up));
cli
  .command("status")
  .description("show which parts of a local environment run")
  .argument(...ENVIRONMENT)
  .action(lazily(async () => (await import("./commands/service/status.js")).status));
cli
  .command("logs")
  .description("show the log of a part of a local environment")
  .argument("<part>", "the part, as status names it: prometheus, alertmanager, inbox …")
  .argument(...ENVIRONMENT)
  .option("--lines <n>", "how many lines of its end", "100")
  .option("--follow", "go on with what comes")
  .action(lazily(async () => (await import("./commands/service/logs.js")).logs));
cli
  .command("stop")
  .description("stop a local environment; up starts it again, with its data")
  .argument(...ENVIRONMENT)
  .action(lazily(async () => (await import("./commands/service/stop.js")).stop));
cli
  .command("supervise")
  .description("start a local environment's parts, and those that die again, until it is stopped")
  .argument(...ENVIRONMENT)
  .action(lazily(async () => (await import("./commands/service/supervise.js")).supervise));
cli
  .command("boot")
  .description("supervise a local environment whenever you log in: a systemd user unit, or a launchd agent")
  .argument(...ENVIRONMENT)
  .option("--remove", "take it back")
  .action(lazily(async () => (await import("./commands/service/boot.js")).boot));
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
  .option("--prometheus <url>", "the Prometheus that has the history, for how often teams are paged (limits.pages)")
  .option("--json", "print what changes as JSON, and progress to standard error")
  .action(lazily(async () => (await import("./commands/preview.js")).preview));
cli
  .command("destroy")
  .description("remove what an environment deployed")
  .argument(...ENVIRONMENT)
  .option("--purge", "remove its logs and data as well")
  .option("--yes", "do not ask")
  .action(lazily(async () => (await import("./commands/destroy.js")).destroy));
cli
  .command("doctor")
  .description("show what is available and missing for an environment, and how to fix it")
  .argument(...ENVIRONMENT)
  .option("--install", "get what can be had without touching the system")
  .option("--logs", "what collects logs as well, whatever the settings say")
  .option("--traces", "what takes traces as well, whatever the settings say")
  .option("--store", "the distributed store of the tests as well")
  .option("--prometheus <url>", "the environment's Prometheus, where its port is forwarded or asks for user:password@")
  .action(lazily(async () => (await import("./commands/doctor.js")).doctor));
cli
  .command("drill")
  .description("inject faults on this machine and measure how long their messages take, or prove the chain anywhere")
  .argument("[alerts...]", "the alerts to drill, side by side", ["ServiceDown"])
  .option("--environment <name>", "an environment on the platform local, with --chain any", DEFAULT_ENVIRONMENT)
  .option("--chain", "in place of a fault, ask every rule, route and receiver once; nobody is notified")
  .option("--prometheus <url>", "with --chain: the Prometheus, where it is not on this machine")
  .option(...ALERTMANAGER)
  .option("--yes", "do not ask before a drill that takes long")
  .option("--json", "print the figures as JSON")
  .action(lazily(async () => (await import("./commands/drill/command.js")).drillCommand));
cli
  .command("silence")
  .description("notify nobody of some alerts, for a while and with a reason")
  .argument(...ENVIRONMENT)
  .option(...SERVICE)
  .option(...HOST)
  .option(...TEAM)
  .option("--alert <names...>", "these alerts")
  .option(...LABEL)
  .requiredOption("--for <duration>", "how long: 30m, 2h, up to 31d")
  .requiredOption("--reason <text>", "why")
  .option("--by <name>", "who answers for it; the user of this machine where it is left out")
  .option(...ALERTMANAGER)
  .action(lazily(async () => (await import("./commands/silence.js")).silence));
cli
  .command("silences")
  .description("show who silenced what, why and until when, and the maintenance windows")
  .argument(...ENVIRONMENT)
  .option("--end <id>", "end this one now")
  .option(...ALERTMANAGER)
  .action(lazily(async () => (await import("./commands/silences.js")).silences));
cli
  .command("ack")
  .description("say that somebody is at it: nobody is notified again of what fires now, for a while")
  .argument(...ENVIRONMENT)
  .requiredOption("--alert <names...>", "these alerts, of which one fires")
  .option(...SERVICE)
  .option(...HOST)
  .option(...TEAM)
  .option(...LABEL)
  .requiredOption("--by <name>", "who is at it")
  .option("--for <duration>", "how long: 30m, 2h, up to 24h", "1h")
  .option("--comment <text>", "what is known, for the others")
  .option(...ALERTMANAGER)
  .action(lazily(async () => (await import("./commands/ack.js")).ack));
cli
  .command("notify-test")
  .description("send one message through the real route of a team and a severity, and say what its receivers answer")
  .argument(...ENVIRONMENT)
  .requiredOption("--team <name>", "whose alerts it is among")
  .requiredOption("--severity <severity>", SEVERITIES.join(", "))
  .option(...ALERTMANAGER)
  .action(lazily(async () => (await import("./commands/notify-test.js")).notifyTest));
cli
  .command("backtest")
  .description("report how often alerts would have fired over the history of a running Prometheus")
  .argument(...ENVIRONMENT)
  .option("--prometheus <url>", "the Prometheus that has the history")
  .option("--logs <url>", "the VictoriaLogs that has the lines: alerts on logs as well, or alone without --prometheus")
  .option("--days <n>", "how far back, up to 400; 7 where it is left out")
  .option("--against <ref>", "compare with a commit, a branch or a tag; all alerts as they are where it is left out")
  .option("--json", "print the figures as JSON, progress to standard error")
  .action(
    lazily(async () => {
      const { backtestCommand } = await import("./commands/backtest/command.js");
      const { monitoringOf } = await import("./preview/monitoring-of.js");
      const { renderedAt } = await import("./preview/rendered.js");
      const monitoringAt = async (ref: string, environment: string) => (await renderedAt(ref, environment))?.monitoring;
      return backtestCommand({ monitoringOf, monitoringAt });
    }),
  );
cli
  .command("review")
  .description(
    "report what fired over the history of a running Prometheus, as Markdown, and propose what makes it quieter",
  )
  .argument(...ENVIRONMENT)
  .option("--prometheus <url>", "the Prometheus that has the history")
  .option(...ALERTMANAGER)
  .option("--days <n>", "how far back, up to 400; 7 where it is left out")
  .option("--zone <name>", "the time zone of those on call, for what fired at night; UTC where it is left out")
  .option("--json", "print the figures as JSON")
  .option("--events <file>", "the log of an Alertmanager with notifications.events; - reads it from standard input")
  .option("--slack <channel>", "post what is worth a look to a channel, by the bot's token of the settings")
  .option("--write", "write the proposed overrides into the settings' file")
  .action(
    lazily(async () => {
      const { reviewCommand } = await import("./commands/review/command.js");
      const { silencesOf } = await import("./commands/silences.js");
      const { monitoringOf } = await import("./preview/monitoring-of.js");
      const { eventsOf, post } = await import("./commands/review/of-settings.js");
      return reviewCommand({ monitoringOf, silencesOf, eventsOf, post, projectDir: PROJECT_DIR });
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
  .action(lazily(async () => (await import("./commands/dashboards.js")).dashboards));
cli
  .command("render")
  .description("write rules, dashboards, runbooks and configurations as plain files, for deployments without Pulumi")
  .argument(...ENVIRONMENT)
  .requiredOption("--out <folder>", "where the files go")
  .action(lazily(async () => (await import("./commands/render.js")).render));
cli
  .command("pulumi")
  .description("run the engine itself with this project's backend")
  .argument("[args...]")
  .allowUnknownOption()
  .helpOption(false)
  .action(lazily(async () => (await import("./commands/pulumi.js")).pulumi));
