// Who is told what: the rendered routes of whole settings, asked of the real amtool.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertmanagerConfig } from "../../../../components/alertmanager";
import { assemble, type Matcher } from "../../../../components/monitoring";
import { seconds } from "../../../../components/rules";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";

const tools = toolsOrSkip("amtool");

const chosen = settings({
  hosts: [{ name: "web-1" }, { name: "ops-1", team: "ops" }, { name: "data-1", team: "data" }],
  notifications: {
    slack: {
      channels: { critical: "#pages" },
      teams: { sales: "#sales", ops: { critical: "#ops-pages" } },
    },
    pagerduty: { routingKey: "key" },
    muteTimings: [
      { name: "nights", times: [{ from: "22:00", to: "24:00" }], teams: ["data"], severities: ["warning"] },
    ],
  },
});

describe("mute timings", () => {
  const nights = { name: "nights", times: [{ from: "22:00", to: "24:00" }], severities: ["warning"] };
  const { notifications } = assemble(
    "prod",
    settings({
      hosts: [{ name: "web-1" }, { name: "ops-1", team: "ops" }, { name: "data-1", team: "data" }],
      notifications: {
        slack: { teams: { sales: "#sales" } },
        pagerduty: { routingKey: "key" },
        smtp: { host: "mail.example.com:587", from: "a@example.com" },
        receivers: [
          { name: "everyone", severities: ["critical", "warning"], email: ["all@example.com"] },
          { name: "some", severities: ["warning"], teams: ["data", "ops"], webhook: "https://a.example.com/hook" },
        ],
        muteTimings: [
          nights,
          { ...nights, name: "data-nights", teams: ["data"] },
          { ...nights, name: "holidays", severities: ["critical"] },
        ],
      },
    }),
    endpoints,
  );
  const holds = ({ label, operator, value }: Matcher, labels: Record<string, string>) =>
    new RegExp(`^(?:${value})$`).test(labels[label] ?? "") === !operator.startsWith("!");

  /** Every route that an alert takes. */
  const taken = (labels: Record<string, string>) => {
    const matching = notifications.routes.filter(({ matchers }) => matchers.every((one) => holds(one, labels)));
    const last = matching.findIndex((route) => !route.continue);
    return matching.slice(0, last + 1).map(({ receiver, muteTimings }) => [receiver, ...muteTimings].join(" "));
  };

  test.each<[severity: string, team: string, taken: string[]]>([
    ["warning", "data", ["everyone nights data-nights", "some nights data-nights", "slack-alerts nights data-nights"]],
    ["warning", "ops", ["everyone nights", "some nights", "slack-alerts nights"]],
    ["warning", "sales", ["everyone nights", "slack-sales nights"]],
    ["warning", "", ["everyone nights", "slack-alerts nights"]],
    ["critical", "data", ["pagerduty holidays", "everyone holidays", "slack-alerts-critical holidays"]],
    ["info", "data", ["slack-alerts-info"]],
  ])("hold for every receiver of a %s alert of team %s, once", (severity, team, receivers) => {
    expect(taken({ severity, team, alertname: "NodeCPUHighUsage" })).toEqual(receivers);
  });
});

describe.skipIf(!tools)("an alert", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "routes-"));
    const config = alertmanagerConfig(assemble("prod", chosen, endpoints), {
      credentials: { "slack-webhook": "/run/slack", "pagerduty-routing-key": "/run/pagerduty" },
      templates: [],
    });
    await writeFile(join(folder, "alertmanager.yml"), config);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each<[labels: string, receivers: string]>([
    ["alertname=ServiceDown severity=critical team=platform", "pagerduty,slack-pages"],
    ["alertname=ServiceDown severity=critical team=sales", "pagerduty,slack-sales"],
    ["alertname=ServiceDown severity=critical team=ops", "pagerduty,slack-ops-pages"],
    ["alertname=NodeCPUHighUsage severity=warning team=platform", "slack-alerts"],
    ["alertname=NodeCPUHighUsage severity=warning team=sales", "slack-sales"],
    ["alertname=NodeCPUHighUsage severity=warning team=ops", "slack-alerts"],
    ["alertname=NodeCPUHighUsage severity=warning team=data", "slack-alerts"],
    ["alertname=ProbeLowUptime30d severity=info team=platform", "slack-alerts-info"],
    ["alertname=ProbeLowUptime30d severity=info team=sales", "slack-sales"],
    ["alertname=Watchdog severity=info team=platform service=prometheus", "heartbeat"],
    ["alertname=SomebodyElses", "slack-alerts"],
  ])("%s goes to %s", async (labels, receivers) => {
    const args = ["config", "routes", "test", "--config.file", join(folder, "alertmanager.yml"), ...labels.split(" ")];
    const { stdout } = await execa(tools?.amtool ?? "", args);
    expect(stdout.trim()).toBe(receivers);
  });
});

describe("the times of messages", () => {
  const { routes } = assemble("prod", chosen, endpoints).notifications;

  test("repeat no sooner than a group is looked at, of which Alertmanager warns", () => {
    expect(routes.length).toBeGreaterThan(5);
    for (const { receiver, timing } of routes)
      expect(seconds(timing.repeatInterval), receiver).toBeGreaterThan(seconds(timing.groupInterval));
  });

  test("have the dead-man's switch sent once a minute", () => {
    const { groupInterval, repeatInterval } = routes.find(({ receiver }) => receiver === "heartbeat")?.timing ?? {};
    const [looked, repeated] = [seconds(groupInterval ?? "0s"), seconds(repeatInterval ?? "0s")];
    expect(Math.ceil(repeated / looked) * looked).toBe(60);
    // Sending takes a moment, which counts from the message before.
    expect(60 - repeated).toBeGreaterThanOrEqual(5);
  });
});
