// A real Alertmanager whose receivers answer 429 or 503, hang, break off or show a foreign certificate for a while: everybody else is
// notified meanwhile, and what was refused comes once when they take messages again.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble } from "../../../components/monitoring";
import { NOTIFICATION_TIMING, seconds } from "../../../components/rules";
import { type Folder, writeFolder } from "../../components/alertmanager/folder";
import { endpoints, settings } from "../../support/environment";
import { selfSigned } from "../../support/machine/certificate";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { postAlert, ready, startAlertmanager } from "../alertmanager";
import { Processes, within } from "../processes";
import { FAILURES, FailingReceiver } from "./failing-receiver";

const tools = toolsOrSkip("alertmanager");

/** Longer than all attempts of one message take, so that Alertmanager gives it up. */
const FAILS_SECONDS = 50;
const { groupWait, groupInterval } = NOTIFICATION_TIMING.critical;

/** Alerts are named after the one receiver that fails with them, and how: `slack429`. */
const FAILING = (["slack", "tickets"] as const).flatMap((name) => FAILURES.map((failure) => ({ name, failure })));

describe.skipIf(!tools)("receivers that take nothing", () => {
  const processes = new Processes();
  let folder: Folder;
  let url: string;
  let receivers: Record<"slack" | "tickets" | "secured", FailingReceiver>;
  let posted = 0;
  let repaired = 0;

  beforeAll(async () => {
    const ports = await freePorts("slack", "tickets", "secured", "alertmanager");
    const failing = (own: string) => (body: string) =>
      repaired ? undefined : FAILING.find((one) => one.name === own && body.includes(own + one.failure))?.failure;
    const address = `127.0.0.1:${ports.alertmanager}`;
    const given = (name: "tickets" | "secured", scheme: string) => ({
      ...{ name, severities: ["critical"] },
      webhook: `${scheme}://127.0.0.1:${ports[name]}/alerts`,
    });
    const notifications = {
      slack: { webhook: { file: "webhook" } },
      receivers: [given("tickets", "http"), given("secured", "https")],
    };
    const monitoring = assemble("prod", settings({ notifications }), endpoints);
    folder = await writeFolder(monitoring.notifications, `http://127.0.0.1:${ports.slack}/services/T0/B0/x`);
    const [known, foreign] = await Promise.all(
      ["known", "foreign"].map((name) => selfSigned(folder.path, name, "IP:127.0.0.1")),
    );
    if (!known || !foreign) throw new Error("no certificates");
    receivers = {
      slack: await FailingReceiver.start(ports.slack, failing("slack")),
      tickets: await FailingReceiver.start(ports.tickets, failing("tickets")),
      secured: await FailingReceiver.start(ports.secured, () => undefined, foreign),
    };
    startAlertmanager(processes, {
      ...{ program: tools?.alertmanager ?? "", configFile: folder.configFile, data: join(folder.path, "data") },
      ...{ address, environment: { SSL_CERT_FILE: known.certificate } },
    });
    url = `http://${address}`;
    await ready(url);
    posted = Date.now();
    for (const { name, failure } of FAILING)
      await postAlert(url, { alertname: name + failure, severity: "critical", service: "shop" });
    await sleep(FAILS_SECONDS * 1000);
    repaired = Date.now();
    receivers.secured.show(known);
  });

  afterAll(async () => {
    await processes.endAll();
    await Promise.all(Object.values(receivers ?? {}).map((receiver) => receiver.close()));
    await folder?.remove();
  });

  const about = (list: "asked" | "taken", receiver: keyof typeof receivers, alert: string) =>
    receivers[receiver][list].filter(({ body }) => body.includes(alert));

  test("keep no other receiver waiting", () => {
    for (const { name, failure } of FAILING) {
      const [first] = about("taken", name === "slack" ? "tickets" : "slack", name + failure);
      expect((first?.at ?? Number.POSITIVE_INFINITY) - posted, name + failure).toBeLessThan(
        (seconds(groupWait) + 5) * 1000,
      );
    }
  });

  test("are counted as failed, one by one, while they fail", async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const failed = (integration: string) =>
      [...metrics.matchAll(/^alertmanager_notifications_failed_total{([^}]*)} (\d+)/gm)]
        .filter(([, labels = ""]) => labels.includes(`integration="${integration}"`))
        .reduce((sum, [, , value]) => sum + Number(value), 0);
    // Of Slack every failure; of webhooks these and the certificate's, with every alert.
    expect(failed("slack")).toBeGreaterThanOrEqual(FAILURES.length);
    expect(failed("webhook")).toBeGreaterThanOrEqual(FAILURES.length + FAILING.length);
  });

  // What was given up is tried again with the group's next message.
  test("get what they refused once they take messages, and once only", async () => {
    const expected = [
      ...FAILING.map(({ name, failure }) => [name, name + failure] as const),
      ...FAILING.map(({ name, failure }) => ["secured", name + failure] as const),
    ];
    const latest = 2 * seconds(groupInterval);
    const waits = expected.map(([receiver, alert]) =>
      within(
        latest,
        async () => about("taken", receiver, alert)[0],
        () => `${receiver} has nothing of ${alert}; asked ${about("asked", receiver, alert).length} times`,
      ),
    );
    for (const wait of waits) await wait;
    await sleep((seconds(groupInterval) + 5) * 1000);
    const rows = expected.map(([receiver, alert]) => {
      const [first] = about("taken", receiver, alert);
      const after = ((first?.at ?? Number.NaN) - repaired) / 1000;
      return `${receiver} ${alert}: asked ${about("asked", receiver, alert).length} times, taken ${after.toFixed(1)} s after the repair`;
    });
    console.log(rows.join("\n"));
    for (const receiver of ["slack", "tickets", "secured"] as const)
      for (const { name, failure } of FAILING)
        expect(about("taken", receiver, name + failure), `${receiver} ${name}${failure}`).toHaveLength(1);
  }, 180_000);
});
