// `drill` on the command line: its ground is a running environment of this machine, its verdict the exit code.
import { mkdir } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../../components/error-text";
import { ensureTool } from "../../../components/host/tools";
import { withLock } from "../../../components/host/tools/lock";
import { agreed } from "../../deployment/confirm";
import { PROJECT_DIR, typedFor } from "../../folders";
import { monitoringOf } from "../../preview/monitoring-of";
import { rules } from "../../running/prometheus-api";
import { readStackFile, settingsInFile } from "../../settings";
import { MOST_LINES, shownOf } from "../../shown";
import { type ChainOptions, chainCommand } from "./chain";
import { chooseDrill } from "./choose";
import { type Drill, type DrillResult, drill } from "./drill";
import { removeFaults } from "./fault";
import { drillGround, type Ground, withLogs } from "./ground";
import { resultTable } from "./table";

interface DrillOptions extends ChainOptions {
  chain?: boolean;
  yes?: boolean;
}

/** Of more than these, what happens in between is left out: a line for each that fails, and the table. */
const MOST_TOLD = 6;

/** Whoever waits longer is asked before. */
const LONG_SECONDS = 600;

/** Drills alerts; exits with 1 where one is over its budget or not notified at all, and with the signal's code where it is stopped. */
export async function drillCommand(names: string[], { environment: name, ...options }: DrillOptions): Promise<void> {
  if (options.chain) return chainCommand({ environment: name, ...options });
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, name));
  const here = drillGround(name, settings, names);
  await rules(here.prometheus).catch((error: Error) => {
    throw new Error(`${name} does not run: ${error.message}. ${typedFor("up", name)} starts it`);
  });
  const ground = await withLogs(here, settings);
  const monitoring = await monitoringOf(name);
  const onProgress = (line: string) => console.error(line);
  const promtool = async () => (await ensureTool("promtool", { onProgress })).path;
  const environment = { name, settings, monitoring, promtool };
  const drills = await Promise.all(names.map(async (alert) => chooseDrill(alert, environment)));
  const longest = Math.max(...drills.map(({ leadSeconds = 0 }) => leadSeconds));
  const takesLong = `The longest of these drills takes about ${Math.ceil(longest / 60)} minutes to fire.`;
  if (longest > LONG_SECONDS && !(await agreed(`${takesLong} Start?`, options))) return;

  const folder = join(PROJECT_DIR, ".tocsin", name, "drills");
  await mkdir(folder, { recursive: true });
  const results = await interruptible((signal) =>
    // Two at a time would take each other's faults away.
    withLock(folder, onProgress, async () => {
      await removeFaults(ground);
      return drillAll(drills, ground, { quiet: Boolean(options.json) || drills.length > MOST_TOLD, signal });
    }),
  );
  if (options.json) console.log(JSON.stringify(drills.length === 1 && results.length === 1 ? results[0] : results));
  else if (results.length > 1) {
    const most = results.length < drills.length ? MOST_LINES.ofFailure : MOST_LINES.ofSuccess;
    console.log(await shownOf(resultTable(results), most, "drill"));
  }
  const isLate = results.some((one) => one.totalSeconds > one.budgetSeconds);
  if (results.length < drills.length || isLate) process.exitCode ??= 1;
}

/** Replays side by side, and the faults of the sample service, which has one at a time, one after another. Failures are shown at once. */
async function drillAll(
  drills: readonly Drill[],
  ground: Ground,
  { quiet, signal }: { quiet: boolean; signal: AbortSignal },
): Promise<DrillResult[]> {
  const results: DrillResult[] = [];
  const run = async (one: Drill) => {
    const say = (line: string) => {
      if (!quiet) console.log(`${one.alert}: ${line}`);
    };
    try {
      results.push(await drill(one, ground, say, signal));
    } catch (error) {
      if (!signal.aborted) console.error(`${one.alert}: ${messageOf(error)}`);
    }
  };
  const isReplay = ({ leadSeconds }: Drill) => leadSeconds !== undefined;
  const inTurn = async () => {
    for (const one of drills.filter((each) => !isReplay(each))) if (!signal.aborted) await run(one);
  };
  await Promise.all([...drills.filter(isReplay).map(run), inTurn()]);
  const order = drills.map(({ alert }) => alert);
  return results.sort((a, b) => order.indexOf(a.alert) - order.indexOf(b.alert));
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Whoever stops a drill does not wait for its end: its faults are removed, and the exit code is that of the signal. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    process.exitCode = 128 + constants.signals[name];
    // A second one is in earnest; what is left ends by itself.
    if (stop.signal.aborted) process.exit();
    console.error("\nStopped: the fault is removed.");
    stop.abort(new Error("stopped"));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
