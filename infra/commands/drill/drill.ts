// One drill: a fault, the time until its notification, and the time until that of its end. It is measured at Prometheus, at
// Alertmanager and at a receiver of the drills' own, whatever receivers the settings have.
import { setTimeout as sleep } from "node:timers/promises";
import { DETECTION_BUDGET, type Severity, seconds } from "../../../components/rules";
import { typedFor } from "../../folders";
import { type Fault, withFault } from "./fault";
import type { Ground } from "./ground";
import { firing, isLoaded, isPending, notifiedAt, receivedAt } from "./observed";

export interface Drill {
  alert: string;
  severity: Severity;
  /** The services that have the fault. Those of a replay have the drill's id in their names. */
  services: readonly string[];
  /** What happens. */
  words: string;
  fault: Fault;
  /** For a replay, in which the fault comes some time after the start: how long until the alert fires. */
  leadSeconds?: number;
  /** Whether vmalert evaluates it, on lines of logs. */
  onLogs?: true;
  /** For a replay: the longest time that the fault may have been there before Prometheus saw it. */
  unseenSeconds?: number;
}

export interface DrillResult {
  alert: string;
  severity: Severity;
  /** From the fault to the rule firing; the longest that it can have been where the fault is replayed. */
  detectionSeconds: number;
  /** From the rule firing to Alertmanager having the alert. */
  alertmanagerSeconds: number;
  /** From the rule firing to the notification at the drills' receiver. */
  notificationSeconds: number;
  totalSeconds: number;
  /** From the end of the fault to the notification that says so. */
  resolvedSeconds: number;
  budgetSeconds: number;
}

const GIVE_UP_AFTER_BUDGETS = 2;
const RESOLVED_WITHIN_SECONDS = 1_200;
/** The window of a rate, and the wait of a group of warnings. */
const QUIET_WITHIN_SECONDS = 420;
const ASK_EVERY_MS = 200;

/**
 * Throws where the alert is not deployed, goes on firing before the fault, is suppressed, or nothing is sent within twice its budget, and the
 * signal's reason where it is aborted. The fault is removed in any case.
 */
export async function drill(
  spec: Drill,
  ground: Ground,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<DrillResult> {
  const { alert, severity, leadSeconds = 0 } = spec;
  const budgetSeconds = seconds(DETECTION_BUDGET[severity]);
  const limit = leadSeconds + budgetSeconds * GIVE_UP_AFTER_BUDGETS;
  if (!(await isLoaded(spec, evaluatorOf(spec, ground)))) {
    throw new Error(
      `${spec.onLogs ? "vmalert" : "Prometheus"} has no rule ${alert}: the settings changed since the last deployment. Run: ${typedFor("up", ground.environment)}`,
    );
  }
  await quiet(spec, ground, say, signal);
  say(spec.words);
  const injectedAt = Date.now();
  return withFault(spec.fault, ground, signal, async (kept, end) => {
    const fires = await until(`${alert} to fire`, limit, kept, () => firing(spec, evaluatorOf(spec, ground)));
    const faultAt = faultOf(spec, fires, injectedAt);
    say(`fires after ${since(faultAt, fires.seenAt)} s`);
    const received = await until(`${alert} at Alertmanager`, limit, kept, () => receivedAt(spec, ground.alertmanager));
    const notified = await until(`the notification of ${alert}`, limit, kept, () =>
      notifiedAt(spec, ground.inbox, "firing", injectedAt),
    );
    say(`notified after ${since(faultAt, notified)} s (budget ${budgetSeconds} s)`);
    const clearedAt = Date.now();
    await end();
    const resolved = await until(`the notification that ${alert} is over`, RESOLVED_WITHIN_SECONDS, signal, () =>
      notifiedAt(spec, ground.inbox, "resolved", clearedAt),
    );
    say(`resolved ${since(clearedAt, resolved)} s after the fault was cleared`);
    return {
      alert,
      severity,
      detectionSeconds: since(faultAt, fires.seenAt),
      alertmanagerSeconds: since(fires.seenAt, received),
      // The receiver's clock and the polling of the rule may cross by a poll.
      notificationSeconds: Math.max(0, since(fires.seenAt, notified)),
      totalSeconds: since(faultAt, notified),
      resolvedSeconds: since(clearedAt, resolved),
      budgetSeconds,
    };
  });
}

/** Who evaluates the alert. */
const evaluatorOf = ({ onLogs }: Drill, { prometheus, logs }: Ground) => (onLogs && logs ? logs.evaluator : prometheus);

const since = (from: number, to: number) => Math.round((to - from) / 100) / 10;

/** What a drill that was killed has left fires on for a while: rates have windows, and groups wait before they say it is over. */
async function quiet(spec: Drill, ground: Ground, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const isQuiet = async () =>
    !(await firing(spec, evaluatorOf(spec, ground))) && !(await isPending(spec, ground.inbox));
  if (await isQuiet()) return;
  say(`fires already; waiting up to ${QUIET_WITHIN_SECONDS / 60} minutes until it ends`);
  try {
    await until("it to end", QUIET_WITHIN_SECONDS, signal, async () => ((await isQuiet()) ? true : undefined));
  } catch (error) {
    signal.throwIfAborted();
    if (await firing(spec, evaluatorOf(spec, ground))) {
      throw new Error(`${spec.alert} fires without a drill; remove its cause first, then drill`, { cause: error });
    }
  }
}

/** A real fault begins when it is injected; one that is replayed, at most a scrape and an evaluation before it was known. */
function faultOf({ unseenSeconds }: Drill, { activeAt }: { activeAt: number }, injectedAt: number): number {
  return unseenSeconds === undefined ? injectedAt : activeAt - unseenSeconds * 1000;
}

async function until<T>(
  what: string,
  limitSeconds: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + limitSeconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`timed out after ${limitSeconds} s waiting for ${what}`);
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
