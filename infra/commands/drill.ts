// `drill`: a real fault, the time until its message, and the time until its end is told.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { didYouMean } from "../../components/monitoring";
import { DETECTION_BUDGET, type Severity, seconds } from "../../components/rules";
import { alerts } from "../prometheus-api";

/** Where the parts of the environment that is drilled answer. */
export interface DrillGround {
  prometheus: string;
  inbox: string;
  sample: string;
  /** Absolute folder of the environment's processes. */
  dir: string;
  /** Deploys again, which starts what the drill has stopped. */
  repair: () => Promise<void>;
  say: (line: string) => void;
}

export interface DrillResult {
  alert: string;
  severity: Severity;
  /** From the fault to the rule firing. */
  detectionSeconds: number;
  /** From the rule firing to the message in the inbox. */
  notificationSeconds: number;
  totalSeconds: number;
  /** From the end of the fault to the message that says so. */
  resolvedSeconds: number;
  budgetSeconds: number;
}

interface Drill {
  severity: Severity;
  fault: string;
  inject: (ground: DrillGround) => Promise<void>;
  clear: (ground: DrillGround) => Promise<void>;
}

const clearFaults = (ground: DrillGround) => call(`${ground.sample}/faults`, "DELETE");

/** What can be drilled: a fault of the sample service for each alert. */
const DRILLS: Record<string, Drill> = {
  ServiceDown: {
    severity: "critical",
    fault: "the sample service is stopped",
    inject: async ({ dir }) => {
      process.kill(Number(await readFile(join(dir, "sample", "pid"), "utf8")), "SIGKILL");
    },
    clear: ({ repair }) => repair(),
  },
  ServiceErrorRatioHigh: {
    severity: "critical",
    fault: "half of the sample service's requests fail",
    inject: ({ sample }) => call(`${sample}/faults`, "PUT", { errorRatio: 0.5 }),
    clear: clearFaults,
  },
  ServiceLatencyHigh: {
    severity: "critical",
    fault: "every request of the sample service takes four seconds",
    inject: ({ sample }) => call(`${sample}/faults`, "PUT", { latencySeconds: 4 }),
    clear: clearFaults,
  },
};

export const DRILL_NAMES = Object.keys(DRILLS);

const GIVE_UP_AFTER_BUDGETS = 2;
const ASK_EVERY_MS = 200;

/** Throws where the alert has no drill, fires already, or nothing is told within twice its budget; the fault is cleared in any case. */
export async function drill(alert: string, ground: DrillGround): Promise<DrillResult> {
  const spec = DRILLS[alert];
  if (!spec)
    throw new Error(
      `There is no drill for "${alert}"; there is one for ${DRILL_NAMES.join(", ")}.${didYouMean(alert, DRILL_NAMES)}`,
    );
  const budgetSeconds = seconds(DETECTION_BUDGET[spec.severity]);
  const limit = budgetSeconds * GIVE_UP_AFTER_BUDGETS;
  if (await fires(ground, alert, spec.severity))
    throw new Error(`${alert} fires already; clear its cause first (npm run up), then drill`);

  ground.say(`${alert}: ${spec.fault}`);
  const faultAt = Date.now();
  let clearedAt: number;
  let firingAt: number;
  let toldAt: number;
  try {
    await spec.inject(ground);
    firingAt = await until(`${alert} to fire`, limit, async () =>
      (await fires(ground, alert, spec.severity)) ? Date.now() : undefined,
    );
    ground.say(`  fires after ${since(faultAt, firingAt)} s`);
    toldAt = await until("its message in the inbox", limit, () =>
      messageAt(ground, alert, "FIRING", spec.severity, faultAt),
    );
    ground.say(`  told after ${since(faultAt, toldAt)} s (budget ${budgetSeconds} s)`);
  } finally {
    clearedAt = Date.now();
    await spec.clear(ground);
  }
  const resolvedAt = await until("the message that it is over", limit * 2, () =>
    messageAt(ground, alert, "RESOLVED", spec.severity, clearedAt),
  );
  ground.say(`  told that it is over ${since(clearedAt, resolvedAt)} s after the fault was cleared`);
  return {
    alert,
    severity: spec.severity,
    detectionSeconds: since(faultAt, firingAt),
    // The inbox's clock and the polling of the rule may cross by a poll.
    notificationSeconds: Math.max(0, since(firingAt, toldAt)),
    totalSeconds: since(faultAt, toldAt),
    resolvedSeconds: since(clearedAt, resolvedAt),
    budgetSeconds,
  };
}

const since = (from: number, to: number) => Math.round((to - from) / 100) / 10;

async function fires(ground: DrillGround, name: string, severity: Severity): Promise<boolean> {
  const all = await alerts(ground.prometheus);
  return all.some(
    ({ labels, state }) =>
      labels.alertname === name && labels.severity === severity && labels.service === "sample" && state === "firing",
  );
}

const inboxMessages = z.array(
  z.object({
    receivedAt: z.string(),
    payload: z.object({ attachments: z.array(z.object({ title: z.string().default("") })).default([]) }),
  }),
);

/** When the inbox got the message about an alert and its state, if it has. */
async function messageAt(
  ground: DrillGround,
  alert: string,
  state: string,
  severity: Severity,
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
    if (Date.now() > deadline) throw new Error(`Waited ${limitSeconds} s for ${what}, in vain`);
    await sleep(ASK_EVERY_MS);
  }
}

async function call(url: string, method: string, body?: object): Promise<void> {
  const response = await fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
}
