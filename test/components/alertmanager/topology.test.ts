// A host dies, and everything on it cries: the real Alertmanager sends one message, and silences nothing that has another cause.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble, type Monitoring, mixinsInUse } from "../../../components/monitoring";
import { severitiesOf } from "../../../components/rules";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type AlertToPost, type Running, start, until } from "./running";

const tools = toolsOrSkip("alertmanager");

const on = (host: string, name: string, mixin: string, more: object = {}) => ({
  name,
  mixin,
  host,
  targets: ["10.0.0.1:9000"],
  ...more,
});

const environment = settings({
  hosts: [{ name: "web-1" }, { name: "web-2" }],
  services: [
    on("web-1", "shop", "service", { extraMixins: ["nodejs", "llm"] }),
    on("web-1", "cache", "redis"),
    on("web-1", "orders-db", "postgres"),
    on("web-1", "broker", "rabbitmq"),
    on("web-1", "containers", "container"),
    // Depends on what is gone; it runs, so what is wrong in it is still told.
    on("web-2", "billing", "service", { dependsOn: ["orders-db"] }),
    on("web-2", "search", "service"),
    on("web-2", "sessions", "redis"),
    { name: "elsewhere", mixin: "mysql", targets: ["10.0.0.9:9104"] },
  ],
});
const mixins = mixinsInUse(environment);

/** Every alert that a service's mixins have, with the labels of its target, at its most urgent. */
function cries(name: string, include: (alert: { down: unknown; symptom: boolean }) => boolean): AlertToPost[] {
  const service = environment.services.find((one) => one.name === name);
  if (!service) throw new Error(`there is no service ${name}`);
  const own = mixins.filter((mixin) => [service.mixin, ...service.extraMixins].includes(mixin.name));
  return own.flatMap((mixin) =>
    mixin.alerts.filter(include).map((alert) => ({
      labels: {
        alertname: alert.name,
        severity: severitiesOf(alert)[0] ?? "",
        job: mixin.name,
        instance: "10.0.0.1:9000",
        service: service.name,
        team: "platform",
        ...(service.host && { host: service.host }),
      },
      annotations: {
        summary: "…",
        description: "…",
        runbook_url: "http://r.example",
        dashboard_url: "http://d.example",
      },
    })),
  );
}

const hostDown: AlertToPost = {
  labels: {
    alertname: "InstanceDown",
    severity: "critical",
    job: "node",
    instance: "web-1",
    service: "node",
    team: "platform",
    host: "web-1",
  },
  annotations: { summary: "…", description: "…", runbook_url: "http://r.example", dashboard_url: "http://d.example" },
};

const ON_WEB_1 = ["shop", "cache", "orders-db", "broker", "containers"];
const UNRELATED = ["search", "sessions", "elsewhere"];

const posted = z.array(
  z.object({ labels: z.record(z.string(), z.string()), status: z.object({ inhibitedBy: z.array(z.string()) }) }),
);

/** The environment's notifications, without the waits. */
function quick({ notifications }: Monitoring, heartbeat: string): Monitoring["notifications"] {
  const timing = { groupWait: "500ms", groupInterval: "1s", repeatInterval: "1h" } as const;
  return {
    ...notifications,
    receivers: notifications.receivers.map((receiver) => (receiver.heartbeat ? { ...receiver, heartbeat } : receiver)),
    routes: notifications.routes.map((route) => ({ ...route, timing })),
  };
}

describe.skipIf(!tools)("a host that is down", () => {
  let alertmanager: Running;
  let known: z.infer<typeof posted>;
  const onDeadHost = ON_WEB_1.flatMap((name) => cries(name, () => true));
  // What says that a service is gone would rightly silence its own symptoms.
  const unrelated = UNRELATED.flatMap((name) => cries(name, ({ down }) => down === false));
  const dependants = cries("billing", ({ down }) => down === false);

  beforeAll(async () => {
    const monitoring = assemble("local", environment, endpoints);
    alertmanager = await start(tools?.alertmanager ?? "", (heartbeat) => quick(monitoring, heartbeat));
    const all = [hostDown, ...onDeadHost, ...unrelated, ...dependants];
    await alertmanager.post(...all);
    // The last of the messages is there when every group with something to say has been sent.
    const told = new Set([...unrelated, hostDown].map(({ labels }) => `${labels.alertname} ${labels.service}`));
    await until(
      () => alertmanager.messages.length >= told.size || undefined,
      () => `${alertmanager.messages.length} messages of ${told.size}`,
    );
    known = posted.parse(await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json());
  }, 60_000);
  afterAll(() => alertmanager?.stop());

  const suppressed = (service: string) =>
    known.filter(({ labels, status }) => labels.service === service && status.inhibitedBy.length > 0);
  const free = (service: string) =>
    known.filter(({ labels, status }) => labels.service === service && status.inhibitedBy.length === 0);

  test("sends one message instead of dozens", () => {
    expect(onDeadHost.length).toBeGreaterThan(20);
    const aboutDeadHost = alertmanager.messages.filter(({ attachment }) =>
      [...ON_WEB_1, "node"].some((service) => JSON.stringify(attachment).includes(service)),
    );
    expect(aboutDeadHost.map(({ attachment }) => attachment.title)).toEqual([expect.stringContaining("InstanceDown")]);
  });

  test.each(ON_WEB_1)("silences all that %s says", (service) => {
    expect(free(service).map(({ labels }) => labels.alertname)).toEqual([]);
  });

  test("silences the symptoms of what depends on it, and nothing else of it", () => {
    const symptoms = mixins.flatMap((mixin) => mixin.alerts.filter((alert) => alert.symptom)).map(({ name }) => name);
    expect(suppressed("billing").length).toBeGreaterThan(0);
    for (const { labels } of suppressed("billing")) expect(symptoms).toContain(labels.alertname);
    for (const { labels } of free("billing")) expect(symptoms).not.toContain(labels.alertname);
  });

  test.each(UNRELATED)("silences nothing of %s, which has nothing to do with it", (service) => {
    expect(suppressed(service).map(({ labels }) => labels.alertname)).toEqual([]);
    expect(free(service).length).toBeGreaterThan(0);
  });
});
