// `drill`: a fault, the time until its notification, and the time until the one that it is resolved.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { DETECTION_BUDGET, type Severity, seconds } from "../../../components/rules";
import { alerts } from "../../running/prometheus-api";

/** Where the parts of the environment that is drilled answer. */
export interface Ground {
  prometheus: string;
  inbox: string;
  sample: string;
  generator: string;
  /** Absolute folder of the environment's processes. */
  dir: string;
  /** Deploys again, which starts what the drill has stopped. */
  repair: () => Promise<void>;
}

export interface Drill {
  alert: string;
  severity: Severity;
  /** The services that have the fault. */
  services: readonly string[];
  /** What happens, in words. */
  fault: string;
  inject: (ground: Ground) => Promise<void>;
  clear: (ground: Ground) => Promise<void>;
  /** Takes away what clearing leaves. */
  remove?: (ground: Ground) => Promise<void>;
  /** For a replay, in which the fault comes some time after the start: how long until the alert fires. */
  leadSeconds?: number;
  /** For a replay: the longest time that the fault may have been there before Prometheus saw it. */
  unseenSeconds?: number;
}

export interface DrillResult {
  alert: string;
  severity: Severity;
  /** From the fault to the rule firing; the longest that it can have been where the fault is replayed. */
  detectionSeconds: number;
  /** From the rule firing to the message in the inbox. */
  notificationSeconds: number;
  totalSeconds: number;
  /** From the end of the fault to the message that says so. */
  resolvedSeconds: number;
  budgetSeconds: number;
}

const GIVE_UP_AFTER_BUDGETS = 2;
const RESOLVED_WITHIN_SECONDS = 1_200;
const ASK_EVERY_MS = 200;

/** Throws where the alert fires already or nothing is sent within twice its budget; the fault is cleared in any case. */
export async function drill(spec: Drill, ground: Ground, say: (line: string) => void): Promise<DrillResult> {
  const { alert, severity, leadSeconds = 0 } = spec;
  const budgetSeconds = seconds(DETECTION_BUDGET[severity]);
  const limit = leadSeconds + budgetSeconds * GIVE_UP_AFTER_BUDGETS;
  if (await activeSince(spec, ground)) {
    throw new Error(`${alert} is already firing; clear its cause first (npm run up), then drill`);
  }
  say(spec.fault);
  const injectedAt = Date.now();
  let clearedAt: number;
  let firing: Firing;
  let notifiedAt: number;
  try {
    await spec.inject(ground);
    firing = await until(`${alert} to fire`, limit, () => activeSince(spec, ground));
    const faultAt = faultOf(spec, firing, injectedAt);
    say(`fires after ${since(faultAt, firing.seenAt)} s`);
    notifiedAt = await until("its message in the inbox", limit, () => messageAt(spec, ground, "FIRING", injectedAt));
    say(`notified after ${since(faultAt, notifiedAt)} s (budget ${budgetSeconds} s)`);
  } finally {
    clearedAt = Date.now();
    await spec.clear(ground);
  }
  const faultAt = faultOf(spec, firing, injectedAt);
  try {
    const resolvedAt = await until("the message that it is over", RESOLVED_WITHIN_SECONDS, () =>
      messageAt(spec, ground, "RESOLVED", clearedAt),
    );
    say(`resolved: notified ${since(clearedAt, resolvedAt)} s after the fault was cleared`);
    return {
      alert,
      severity,
      detectionSeconds: since(faultAt, firing.seenAt),
      // The inbox's clock and the polling of the rule may cross by a poll.
      notificationSeconds: Math.max(0, since(firing.seenAt, notifiedAt)),
      totalSeconds: since(faultAt, notifiedAt),
      resolvedSeconds: since(clearedAt, resolvedAt),
      budgetSeconds,
    };
  } finally {
    await spec.remove?.(ground);
  }
}

const since = (from: number, to: number) => Math.round((to - from) / 100) / 10;

/** When the rule was seen firing, and since when Prometheus had known its condition to hold, in milliseconds. */
interface Firing {
  seenAt: number;
  activeAt: number;
}

/** A real fault begins when it is injected; one that is replayed, at most a scrape and an evaluation before it was known. */
function faultOf({ unseenSeconds }: Drill, { activeAt }: Firing, injectedAt: number): number {
  return unseenSeconds === undefined ? injectedAt : activeAt - unseenSeconds * 1000;
}

async function activeSince({ alert, severity, services }: Drill, ground: Ground): Promise<Firing | undefined> {
  const all = await alerts(ground.prometheus);
  const found = all.find(
    ({ labels, state }) =>
      labels.alertname === alert &&
      labels.severity === severity &&
      services.includes(labels.service ?? "") &&
      state === "firing",
  );
  return found && { seenAt: Date.now(), activeAt: Date.parse(found.activeAt) };
}

const inboxMessages = z.array(
  z.object({
    receivedAt: z.string(),
    payload: z.object({ attachments: z.array(z.object({ title: z.string().default("") })).default([]) }),
  }),
);

/** When the inbox got the message about an alert and its state, if it has. */
async function messageAt(
  { alert, severity }: Drill,
  ground: Ground,
  state: string,
  after: number,
): Promise<number | undefined> {
  const response = await fetch(`${ground.inbox}/messages?since=${encodeURIComponent(new Date(after).toISOString())}`);
  const messages = inboxMessages.parse(await response.json());
  const about = messages.find(({ payload }) =>
    payload.attachments.some(
      ({ title }) => title.startsWith(`[${state}`) && title.includes(alert) && title.includes(severity),
    ),
  );
  return about && Date.parse(about.receivedAt);
}

async function until<T>(what: string, limitSeconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + limitSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Timed out after ${limitSeconds} s waiting for ${what}`);
    await sleep(ASK_EVERY_MS);
  }
}
