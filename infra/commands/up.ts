// `up`: deploys an environment, waits until all is well, and says where everything is.
import { stringify } from "yaml";
import { z } from "zod";
import { messageOf } from "../../components/error-text";
import { definitionOf } from "../../components/monitoring";
import { hasPages } from "../../components/sample/inbox/alertmanager";
import { adviceText } from "../cluster/cluster";
import { confirmed, neverAsks } from "../deployment/confirm";
import { changedInReleases, changedText } from "../deployment/inside-releases";
import { refuseObjectionable } from "../deployment/objections";
import { operate, selectStack } from "../deployment/operate";
import { policyPack } from "../deployment/policies";
import { type Prepared, prepare } from "../deployment/prepare";
import { forgetRepetition, Repetition } from "../deployment/unchanged";
import { notificationGaps } from "../deployment/warnings";
import { monitoringOf } from "../preview/monitoring-of";
import { comparisonText } from "../preview/render";
import { firstLines } from "../preview/render/first-lines";
import { settled } from "../running/settled";
import { accessTo } from "../silences/access";
import { planOf, reconcile } from "../silences/reconcile";
import { Silences } from "../silences/silences";
import { removeFaults } from "./drill/fault";
import { groundOf } from "./drill/ground";
import { beginningOf, compare, showPreview } from "./preview";

export async function up(environment: string, options: { yes?: boolean; refresh: boolean }): Promise<void> {
  const start = Date.now();
  const prepared = await prepare(environment);
  const changed = options.refresh ? await changedInReleases(prepared) : [];
  let printed: number | undefined;
  // A mandatory policy objects here, before anything is changed.
  let repetition: Repetition | undefined;
  if (neverAsks(prepared)) repetition = new Repetition(prepared, await refuseObjectionable(prepared));
  else {
    printed = await showChanges(prepared, options);
    process.stdout.write(`${changedText(changed)}${adviceText(prepared.cluster)}`);
    if (!(await confirmed("Deploy this to", prepared, options))) return;
  }
  // A part that a fault keeps from answering would be restarted.
  const ground = groundOf(environment, prepared.settings);
  if (ground) await removeFaults(ground);
  for (const gap of notificationGaps(prepared.settings)) console.log(`  ! ${gap}`);
  // First, because what deploys the rest may be among it.
  for (const { what, restore } of changed) {
    await restore();
    console.log(`  ~ ${what} restored`);
  }
  const outputs =
    (await repeated(repetition)) ?? (await deploy(prepared, console.log, { ...options, printed, repetition }));
  for (const line of await maintain(prepared)) console.log(line);
  if (!ground) {
    console.log(`\n${outputsText(outputs)}`);
    return;
  }
  const addresses = z.record(z.string(), z.string()).parse(outputs.addresses);
  console.log("Waiting for the first scrape of every target …");
  const { targets, targetsUp, rules, problems } = await settled(addresses);
  for (const problem of firstLines(problems, MOST_PROBLEMS)) console.log(`  ! ${problem}`);
  console.log(`\n${targetsUp} of ${targets} targets are up, ${rules} rules are loaded; ${seconds(start)} s in all.\n`);
  console.log(table(addresses));
  for (const [part, { name, instead, at }] of Object.entries(PAGES)) {
    const address = addresses[part];
    if (address && !(await hasPages(address)))
      console.log(`\nThis ${name} has no pages of its own: ${instead} at ${addresses.inbox}${at}`);
  }
}

/** What the inbox has for those whose pages are missing, as in builds from source. */
const PAGES = {
  prometheus: { name: "Prometheus", instead: "queries are", at: "/prometheus/query" },
  alertmanager: { name: "Alertmanager", instead: "alerts and silences are", at: "/alertmanager/" },
} as const;

/**
 * Prints what a deployment would change: all of it where somebody is asked, else what matters most and where the rest is. Returns how
 * many lines that were. Throws with the causes alone where it fails, or a mandatory policy objects.
 */
async function showChanges(prepared: Prepared, options: { yes?: boolean; refresh: boolean }): Promise<number> {
  const { environment } = prepared;
  const stack = await selectStack(prepared);
  const changes = comparisonText(await compare(environment, undefined, stack));
  const beginning = beginningOf(changes, LINES_OF_PREVIEW);
  const shown = await showPreview(environment, stack, { ...options, heading: changes }).catch((error: unknown) => {
    process.stdout.write(beginning);
    throw error;
  });
  // What somebody changed by hand is undone: that is said even where nobody is asked.
  const drift = shown.drift && beginningOf(shown.drift, LINES_OF_DRIFT);
  const short = `${beginning}${drift}Resources: ${shown.summary}\nAll of it: ${shown.log}\n`;
  const text = options.yes ? short : `${changes}\n${shown.output}\n`;
  process.stdout.write(text);
  return text.split("\n").length;
}

/** Of what changes, and of what drifted, where nobody is asked; with them a failure stays below 40 lines. */
const LINES_OF_PREVIEW = 4;
const LINES_OF_DRIFT = 8;

/** Below a preview: how many lines resources have, and what is said of gaps. */
const BELOW_PREVIEW = { resources: 5, gaps: 3 };

/** Silences what one-off maintenance windows say. Throws where that fails, which changes nothing of what is deployed. */
async function maintain({ environment, settings }: Prepared): Promise<string[]> {
  const { notifications } = await monitoringOf(environment);
  if (!definitionOf(settings.platform).hasSilences(settings.platform)) return [];
  try {
    const silences = new Silences(await accessTo(settings));
    const plan = planOf(notifications.maintenance, await silences.list(), { environment, now: new Date() });
    return await reconcile(plan, silences);
  } catch (error) {
    const why = messageOf(error);
    const said = `The silences of maintenance windows are not as the settings say: ${why}`;
    if (settings.maintenance.length > 0) throw new Error(`Deployed, but: ${said}`);
    // Nobody waits for one; that an old one stays until it ends is said all the same.
    return [`  ! ${said}`];
  }
}

/** Deploys, below the lines printed of a preview, and returns what the stack exports, but for secrets. Throws with what went wrong, or which mandatory policy objects. */
async function deploy(
  prepared: Prepared,
  print: (line: string) => void,
  { refresh, printed, repetition }: { refresh: boolean; printed?: number; repetition?: Repetition },
): Promise<Record<string, unknown>> {
  const start = Date.now();
  print(`Deploying ${prepared.environment}`);
  await forgetRepetition(prepared.environment);
  const policyPacks = [await policyPack()];
  const { result, summary } = await operate(
    prepared,
    "up",
    print,
    (stack, options) => stack.up({ ...options, policyPacks, refresh }),
    printed === undefined ? undefined : { printed: printed + BELOW_PREVIEW.gaps, most: BELOW_PREVIEW.resources },
  );
  print(`Deployed: ${summary} in ${seconds(start)} s`);
  const open = Object.entries(result.outputs).filter(([, { secret }]) => !secret);
  const outputs = Object.fromEntries(open.map(([name, { value }]) => [name, value]));
  await repetition?.remember(outputs);
  return outputs;
}

/** What is exported where there is nothing to deploy, which is said; nothing else asks the engine then. */
async function repeated(repetition: Repetition | undefined): Promise<Record<string, unknown> | undefined> {
  const outputs = await repetition?.unchanged();
  if (outputs) console.log("Deployed: no change, and every part is as the last deployment left it");
  return outputs;
}

/** Of what is not well after a deployment: status, doctor and Prometheus' pages have all. */
const MOST_PROBLEMS = 12;

const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(0);

/** What each part is for, as a newcomer would ask. */
const PURPOSES: Record<string, string> = {
  prometheus: "targets, rules, alerts, queries",
  alertmanager: "firing alerts, silences",
  inbox: "the messages as Slack would show them, runbooks, dashboards",
  sample: "the sample service",
  generator: "simulated services, for drills and to try a mixin",
  archive: "business metrics, kept indefinitely",
  grafana: "dashboards",
  victorialogs: "logs, under /select/vmui",
  vmalert: "alerts on logs; it asks for a password",
  jaeger: "traces",
  gateway: "metrics of the OpenTelemetry Collector that samples traces",
  collector: "metrics of the OpenTelemetry Collector, which collects the logs",
};

/** What the stack exports, each with its name: where things are, and the commands that lead there. */
function outputsText(outputs: Record<string, unknown>): string {
  return stringify(outputs, { lineWidth: 0 }).trimEnd();
}

function table(addresses: Record<string, string>): string {
  return Object.entries(addresses)
    .map(([part, address]) => `  ${part.padEnd(18)} ${address.padEnd(24)} ${PURPOSES[part] ?? ""}`.trimEnd())
    .join("\n");
}
