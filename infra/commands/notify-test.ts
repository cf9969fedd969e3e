// `notify-test`: one alert of a team and a severity through the real route to its receivers, and what became of it.

import { setTimeout as sleep } from "node:timers/promises";
import { userName } from "../../components/host/tools/user";
import { type Monitoring, walkOf, waysOf } from "../../components/monitoring";
import { NOTIFICATION_TIMING, SEVERITIES, type Severity, seconds } from "../../components/rules";
import { PROJECT_DIR } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { readStackFile, settingsInFile } from "../settings";
import { accessTo } from "../silences/access";
import { Alertmanager, type Delivery, deliveredBetween, type TestAlert } from "../silences/alertmanager";

export interface NotifyTestOptions {
  team: string;
  severity: string;
  alertmanager?: string;
}

/** No rule has this name, so that nothing is inhibited by it or inhibits it. */
export const ALERT = "NotificationTest";

/** After the group's wait: what a receiver may take to answer. */
const ANSWERS_WITHIN_SECONDS = 20;
const ASK_EVERY_MS = 500;

/** Ends with exit code 1 where a receiver took nothing. */
export async function notifyTest(environment: string, options: NotifyTestOptions): Promise<void> {
  const severity = severityIn(options.severity);
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  const access = await accessTo(settings, options.alertmanager);
  if (access.grafana)
    throw new Error(
      `Grafana sends only what its own rules fire; test a contact point on its page: ${access.grafana}/alerting/notifications`,
    );
  const alertmanager = new Alertmanager(access);
  const { lines, failed } = await tested(alertmanager, await monitoringOf(environment), {
    labels: { team: options.team, severity, environment },
    by: userName(),
    groupWaitSeconds: seconds(NOTIFICATION_TIMING[severity].groupWait),
    say: console.log,
  });
  console.log(lines.join("\n"));
  if (failed) process.exitCode = 1;
}

function severityIn(text: string): Severity {
  const found = SEVERITIES.find((one) => one === text);
  if (found) return found;
  throw new Error(`--severity: found "${text}"; allowed: ${SEVERITIES.join(", ")}`);
}

interface Test {
  labels: Readonly<Record<string, string>>;
  by: string;
  groupWaitSeconds: number;
  say: (line: string) => void;
}

/** Sends it, waits for what its receivers say, and ends it. */
export async function tested(
  alertmanager: Alertmanager,
  { notifications }: Pick<Monitoring, "notifications">,
  { labels, by, groupWaitSeconds, say }: Test,
): Promise<{ lines: string[]; failed: boolean }> {
  const alert: TestAlert = {
    labels: { alertname: ALERT, service: "notification-test", ...labels },
    annotations: {
      summary: "This is a test of notifications; there is nothing to do",
      description: `${by} has started it with npm run notify-test.`,
    },
  };
  const before = await alertmanager.deliveries();
  const start = performance.now();
  await alertmanager.post(alert);
  try {
    const routed = await alertmanager.routed(alert);
    if (routed.suppressed) return { lines: [`${ALERT} is ${routed.suppressed}: nothing is sent.`], failed: true };
    const steps = walkOf(notifications.routes)(alert.labels).filter(({ after }) => after !== undefined);
    const atOnce = routed.receivers.filter((name) => !steps.some(({ receiver }) => receiver === name));
    say(`${ALERT} goes to ${atOnce.join(", ")}; its group waits ${groupWaitSeconds} s.`);
    for (const { receiver, after } of steps) say(`Not tested: ${receiver}, to whom it is escalated after ${after}.`);
    const expected = atOnce.flatMap((name) => {
      const receiver = notifications.receivers.find((one) => one.name === name);
      return receiver ? waysOf(receiver).map(({ kind }) => INTEGRATIONS[kind] ?? kind) : [];
    });
    const integrations = [...new Set(expected)];
    const deadline = start + (groupWaitSeconds + ANSWERS_WITHIN_SECONDS) * 1000;
    for (;;) {
      const found = deliveredBetween(before, await alertmanager.deliveries());
      const open = integrations.filter((one) => !isDecided(found.get(one)));
      if (open.length === 0 || performance.now() > deadline) {
        const lines = integrations.map((one) => outcome(one, found.get(one)));
        return {
          lines: lines.length > 0 ? lines : ["Its receivers notify nobody."],
          failed: lines.some((line) => !line.includes(": taken")),
        };
      }
      await sleep(ASK_EVERY_MS);
    }
  } finally {
    await alertmanager.post({ ...alert, endsAt: new Date().toISOString() });
  }
}

/** How Alertmanager's metrics call a kind of receiver. */
const INTEGRATIONS: Readonly<Record<string, string>> = { heartbeat: "webhook" };

const isDecided = (delivery: Delivery | undefined) =>
  delivery !== undefined && (delivery.taken > 0 || delivery.refused > 0);

function outcome(integration: string, delivery: Delivery | undefined): string {
  if (!isDecided(delivery)) return `${integration}: no answer yet; Alertmanager goes on trying, and its log says why`;
  const { taken = 0, refused = 0, reasons = [] } = delivery ?? {};
  if (refused === 0) return `${integration}: taken`;
  const why = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
  const other = taken > 0 ? `, ${taken} other message${taken === 1 ? "" : "s"} of the same time got through` : "";
  return `${integration}: refused${why}${other}; Alertmanager's log has the answer, without its credential`;
}
