// Maintenance with the real Alertmanager: for Slack and for e-mail alike, while it lasts and no longer.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, type Notifications } from "../../../components/monitoring";
import { accessTo } from "../../../infra/silences/access";
import { planOf, reconcile } from "../../../infra/silences/reconcile";
import { Silences } from "../../../infra/silences/silences";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type MailServer, startMailServer } from "./mail-server";
import { type Running, start, until } from "./running";

const tools = toolsOrSkip("alertmanager");

const window = (name: string, service: string, more: object) => ({
  name,
  match: { services: [service] },
  reason: "The tables are rebuilt",
  owner: "data",
  ...more,
});

/** Minutes from now, on UTC's wall clock. */
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);

const chosen = (host: string) =>
  settings({
    notifications: {
      smtp: { host, from: "tocsin@example.com", tls: false },
      receivers: [{ name: "managers", severities: ["critical"], email: ["managers@example.com"] }],
    },
    maintenance: [
      // All day long, whichever day it is.
      window("always", "billing", { times: [{ from: "00:00", to: "24:00" }], timezone: "Asia/Kathmandu" }),
      window("never", "redis", { daysOfMonth: ["1"], times: [{ from: "03:14", to: "03:15" }] }),
      window("once", "shop", { from: inMinutes(-5), to: inMinutes(60) }),
    ],
  });

describe.skipIf(!tools)("while a window lasts", () => {
  let mail: MailServer;
  let running: Running;
  let silences: Silences;
  let notifications: Notifications;
  beforeAll(async () => {
    mail = await startMailServer({
      authOptional: true,
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS", "AUTH"],
    });
    const whole = assemble("prod", chosen(mail.host), endpoints).notifications;
    const timing = { groupWait: "200ms", groupInterval: "1s", repeatInterval: "1h" } as const;
    notifications = { ...whole, routes: whole.routes.map((route) => ({ ...route, timing })) };
    running = await start(tools?.alertmanager ?? "", () => notifications);
    silences = new Silences(await accessTo(chosen(mail.host), running.url));
    const plan = planOf(notifications.maintenance, await silences.list(), { environment: "prod", now: new Date() });
    expect(await reconcile(plan, silences)).toEqual([expect.stringMatching(/^Maintenance once: silenced until/)]);
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    await mail?.close();
  });

  const fire = (service: string, alertname = "ServiceDown") =>
    running.post({
      labels: { alertname, severity: "critical", service, team: "platform" },
      annotations: { summary: `${service} is down` },
    });
  const slack = (service: string) =>
    running.messages.some(({ attachment }) => attachment.title.endsWith(`· ${service}`));
  const mailed = (service: string) =>
    mail.mails.some(({ text }) => text.includes(`service =3D ${service}`) || text.includes(service));

  test("nobody is notified: neither by Slack nor by e-mail, neither where it recurs nor where it comes once", async () => {
    for (const service of ["billing", "shop", "redis", "kafka"]) await fire(service);
    for (const service of ["redis", "kafka"]) {
      await until(
        () => slack(service) && mailed(service),
        () => `${service}: ${running.log()}`,
      );
    }
    await sleep(1_500);
    for (const service of ["billing", "shop"])
      expect([service, slack(service), mailed(service)]).toEqual([service, false, false]);
  }, 30_000);

  test("it is left as it is by the next deployment, and changed by one that says otherwise", async () => {
    const again = async (windows: Notifications["maintenance"]) =>
      reconcile(planOf(windows, await silences.list(), { environment: "prod", now: new Date() }), silences);
    expect(await again(notifications.maintenance)).toEqual([]);
    const longer = notifications.maintenance.map((one) =>
      one.once ? { ...one, once: { ...one.once, to: new Date(Date.now() + 7_200_000).toISOString() } } : one,
    );
    expect(await again(longer)).toEqual([expect.stringMatching(/^Maintenance once: changed until/)]);
    const active = (await silences.list()).filter(({ status }) => status.state === "active");
    expect(active).toHaveLength(1);
    expect(active[0]).toMatchObject({
      createdBy: "data",
      comment: "The tables are rebuilt (maintenance once of prod)",
    });
  });

  test("and is gone when the settings lack it: what fires is sent to both then", async () => {
    const plan = planOf([], await silences.list(), { environment: "prod", now: new Date() });
    expect(await reconcile(plan, silences)).toEqual(["Maintenance once: ended"]);
    await until(
      () => slack("shop") && mailed("shop"),
      () => running.log(),
    );
    expect((await silences.list()).map(({ status }) => status.state)).toEqual(["expired"]);
  }, 30_000);

  test("it ends by itself at its time", async () => {
    const soon = {
      name: "soon",
      matchers: [{ label: "service", operator: "=" as const, value: "mongodb" }],
      reason: "The tables are rebuilt",
      owner: "data",
      once: { from: new Date(Date.now() - 1_000).toISOString(), to: new Date(Date.now() + 4_000).toISOString() },
    };
    await reconcile(planOf([soon], [], { environment: "prod", now: new Date() }), silences);
    await fire("mongodb");
    await sleep(2_000);
    expect([slack("mongodb"), mailed("mongodb")]).toEqual([false, false]);
    await until(
      () => slack("mongodb") && mailed("mongodb"),
      () => running.log(),
    );
    const plan = planOf([soon], await silences.list(), { environment: "prod", now: new Date() });
    expect(plan).toEqual({ set: [], end: [], over: ["soon"] });
  }, 30_000);
});
