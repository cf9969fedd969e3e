// `doctor`: what this machine has, what it lacks, and the one command that fixes it.
import { basename } from "node:path";
import { messageOf } from "../../components/error-text";
import { dockerAnswers } from "../../components/host/docker";
import { ensureTool, findTool, type ToolName } from "../../components/host/tools";
import { definitionOf, mixinsInUse, type Settings } from "../../components/monitoring";
import { lookAtCluster } from "../cluster/cluster";
import { ensureEngine, findEngine } from "../engine";
import { refusedIn } from "../exposition/refused";
import { lacksIn } from "../exposition/running";
import { PROJECT_DIR, typed } from "../folders";
import { findGrafanaHome } from "../machine/found";
import { minimumOf, toolsFor } from "../machine/tools";
import { firstLines } from "../preview/render/first-lines";
import { accessToPrometheus } from "../running/prometheus-access";
import { callsIn, differences, traceStore } from "../running/service-graph";
import { readStackFile, settingsInFile } from "../settings";
import { shownOf } from "../shown";

/** Debian builds it without its pages. */
const DEBIANS_ALERTMANAGER = "prometheus-alertmanager";
const WITHOUT_PAGES = `  ..  ${"its pages".padEnd(18)} not in Debian's build: the inbox shows alerts and silences`;

/** Of a list, so that all of it fits in a terminal. */
const MOST_LINES = 12;

const FIX = typed("doctor", "--install");

interface DoctorOptions {
  install?: boolean;
  /** Looks at what collects logs too, whether the settings have that or not. */
  logs?: boolean;
  /** Looks at what takes traces too. */
  traces?: boolean;
  /** Looks at the distributed store that tests run too. */
  store?: boolean;
  /** The URL of the environment's Prometheus. */
  prometheus?: string;
}

/** Ends with exit code 1 when something that is needed is missing, or the environment's settings or cluster do not do. */
export async function doctor(environment: string, options: DoctorOptions): Promise<void> {
  const settings = await settingsOf(environment);
  const onProgress = (line: string) => console.log(`      ${line}`);
  let missing = 0;
  const tell = (name: string, found: { version: string; from: string; path?: string } | undefined) => {
    if (!found) missing += 1;
    console.log(
      found
        ? `  ok  ${name.padEnd(18)} ${found.version} from ${found.from}${found.path ? ` (${found.path})` : ""}`
        : `  --  ${name.padEnd(18)} missing; ${FIX}`,
    );
  };
  tell("node", { version: process.versions.node, from: process.execPath });
  tell("pulumi", options.install ? await ensureEngine({ onProgress }) : await findEngine());
  // Elsewhere they run where the environment does.
  const { logs, traces }: Partial<Settings> = settings && definitionOf(settings.platform).isHere ? settings : {};
  for (const name of toolsFor({
    logs: options.logs || logs,
    traces: options.traces || traces,
    store: options.store,
  })) {
    const minimum = settings && minimumOf(name, settings);
    const find = () => findTool(name, undefined, minimum === undefined ? undefined : tooOld(name, minimum), minimum);
    const found = options.install ? await ensureTool(name, { minimum, onProgress }) : await find();
    tell(name, found);
    if (found && basename(found.path) === DEBIANS_ALERTMANAGER) console.log(WITHOUT_PAGES);
  }
  await optional(
    "grafana",
    (await findGrafanaHome()) !== undefined,
    "dashboards are files only; install Grafana to see them",
  );
  await optional("docker", await dockerAnswers(), "the local platform runs as processes of this machine");
  if (!settings || !(await hasCluster(environment, settings))) missing += 1;
  if (settings && !(await hasInputs(environment, settings, options.prometheus))) missing += 1;
  if (settings) await sayDependencies(settings);
  if (missing > 0) process.exitCode = 1;
}

/** What services depend on by their traces, where that differs from the settings: nothing that is missing. */
async function sayDependencies(settings: Settings): Promise<void> {
  const store = traceStore(settings);
  if (store === undefined) return;
  try {
    const found = differences(settings.services, await callsIn(store, Date.now()));
    if (found.length === 0) say("ok", "dependencies", "as the traces of the last day show them");
    for (const line of firstLines(found, MOST_LINES)) say(" !", "dependencies", line);
  } catch (error) {
    say("..", "dependencies", `not looked at: ${messageOf(error)}`);
  }
}

/** Whether the alerts of a running environment have what they read, as its Prometheus says. */
async function hasInputs(environment: string, settings: Settings, given: string | undefined): Promise<boolean> {
  try {
    const prometheus = await accessToPrometheus(environment, settings, given);
    const lacks = await lacksIn(prometheus, mixinsInUse(settings));
    if (lacks.length === 0) say("ok", "alert inputs", "every target shows what alerts read");
    const lines = lacks.map(
      ({ target, metric, reason, alerts }) => `${target}: ${metric} ${reason}; cannot fire: ${alerts.join(", ")}`,
    );
    for (const line of firstLines(lines, MOST_LINES)) say("--", "alert inputs", line);
    const refused = (await refusedIn(prometheus)).map(
      ({ job, instance, reason }) => `${job} of ${instance} is refused: ${reason}`,
    );
    for (const line of firstLines(refused, MOST_LINES)) say("--", "scrapes", line);
    return lacks.length + refused.length === 0;
  } catch (error) {
    say("..", "alert inputs", `not looked at: ${messageOf(error)}`);
    // What was asked for by name has to answer.
    return given === undefined;
  }
}

const say = (mark: string, what: string, line: string) => console.log(`  ${mark}  ${what.padEnd(18)} ${line}`);

async function explain(environment: string, error: unknown): Promise<void> {
  const text = messageOf(error);
  const shown = await shownOf(text, MOST_LINES, "doctor");
  const [first = "", ...more] = shown.split("\n");
  say("--", environment, first);
  for (const line of more) say("  ", "", line);
}

/** An environment's settings; where they are wrong, says what is. */
async function settingsOf(environment: string): Promise<Settings | undefined> {
  try {
    const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
    say("ok", "settings", `Pulumi.${environment}.yaml, platform ${settings.platform.kind}`);
    return settings;
  } catch (error) {
    await explain(environment, error);
    return undefined;
  }
}

/** Whether the cluster answers and takes what would be deployed, where there is one to look at. */
async function hasCluster(environment: string, { platform }: Settings): Promise<boolean> {
  const onCluster = definitionOf(platform).onCluster(platform);
  if (!onCluster || onCluster.cluster.eks) return true;
  try {
    const cluster = await lookAtCluster(onCluster, { environment, deploys: true });
    if (cluster) say("ok", "cluster", `${cluster.api.context} is ready at ${cluster.api.url}`);
    else say("..", "cluster", "not looked at: it is reached through a proxy, or by an auth-provider");
    for (const line of cluster?.advice ?? []) say(" !", "", line);
    return true;
  } catch (error) {
    await explain(environment, error);
    return false;
  }
}

/** What else was found does not do for these settings. */
const tooOld = (name: string, minimum: string) => (_: string, reason: string) =>
  console.log(`      ${name}: ${reason}; these settings need ${minimum} or newer`);

async function optional(name: ToolName | "docker", there: boolean, without: string): Promise<void> {
  console.log(there ? `  ok  ${name.padEnd(18)} answers` : `  ..  ${name.padEnd(18)} not here: ${without}`);
}
