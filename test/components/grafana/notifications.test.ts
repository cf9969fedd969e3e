// amtool on our configuration and Grafana's policy tree notify the same people (long: two trees compared, and their pieces).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertmanagerConfig } from "../../../components/alertmanager";
import {
  ALWAYS,
  contactPoint,
  messageTemplate,
  muteIntervals,
  policyTree,
} from "../../../components/grafana/notifications";
import { assemble, type Notifications } from "../../../components/monitoring";
import { secondsOf } from "../../../components/promql";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { rich } from "../alertmanager/notifications";
import { type Node, told, within } from "./route";

const tools = toolsOrSkip("amtool");

const chosen = settings({
  hosts: [{ name: "web-1" }, { name: "ops-1", team: "ops" }, { name: "data-1", team: "data" }],
  notifications: {
    slack: {
      channels: { critical: "#pages" },
      teams: { sales: "#sales", ops: { critical: "#ops-pages" } },
    },
    pagerduty: { routingKey: "key" },
    receivers: [
      { name: "tickets", severities: ["critical", "warning"], teams: ["data"], webhook: "https://tickets.example.com" },
      { name: "board", severities: ["critical"], email: ["board@example.com"] },
    ],
    smtp: { host: "smtp.example.com:25", from: "tocsin@example.com" },
    muteTimings: [
      { name: "nights", times: [{ from: "22:00", to: "06:00" }], teams: ["data"], severities: ["warning"] },
      { name: "weekend", weekdays: ["saturday:sunday"], timezone: "Europe/Zurich" },
    ],
  },
});

const TREES: Record<string, Notifications> = {
  "the settings' routes": assemble("prod", chosen, endpoints).notifications,
  "routes with everything": rich,
};

const SEVERITY = ["critical", "warning", "info", ""];
const TEAM = ["platform", "sales", "ops", "data", ""];
const ALERT = ["ServiceDown", "Watchdog"];
const SERVICE = ["shop", "sandbox"];

const TABLE = SEVERITY.flatMap((severity) =>
  TEAM.flatMap((team) =>
    ALERT.flatMap((alertname) => SERVICE.map((service) => ({ severity, team, alertname, service }))),
  ),
);

describe.skipIf(!tools).each(Object.entries(TREES))("by %s", (_, notifications) => {
  let folder: string;
  let config: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "policies-"));
    config = join(folder, "alertmanager.yml");
    const credentials = { "slack-webhook": "/run/slack", "pagerduty-routing-key": "/run/pagerduty" };
    const files = { credentials, templates: [] };
    await writeFile(config, alertmanagerConfig({ notifications }, files));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(TABLE)("$alertname of $service, $severity, team $team", async (labels) => {
    const given = Object.entries(labels).filter(([, value]) => value !== "");
    const args = ["config", "routes", "test", "--config.file", config, ...given.map((pair) => pair.join("="))];
    const { stdout } = await execa(tools?.amtool ?? "", args);
    const tree = policyTree(notifications);
    const never = (timing: string) => timing === ALWAYS;
    const receivers = stdout
      .trim()
      .split(",")
      .filter((name) => name !== "nobody");
    expect(told(tree, Object.fromEntries(given), never)).toEqual(receivers);
  });
});

describe("a mute timing", () => {
  const timings = chosen.notifications.muteTimings;
  const muted = (name: string, time: string) => {
    const timing = timings.find((one) => one.name === name);
    if (!timing) throw new Error(name);
    return within(muteIntervals(timing), new Date(time));
  };

  test.each<[name: string, time: string, muted: boolean]>([
    ["nights", "2026-03-04T12:00:00Z", false],
    ["nights", "2026-03-04T21:59:00Z", false],
    ["nights", "2026-03-04T22:00:00Z", true],
    ["nights", "2026-03-05T05:59:00Z", true],
    ["nights", "2026-03-05T06:00:00Z", false],
    // Midnight in Zurich is an hour before that in UTC.
    ["weekend", "2026-03-06T22:59:00Z", false],
    ["weekend", "2026-03-06T23:00:00Z", true],
    ["weekend", "2026-03-08T22:59:00Z", true],
    ["weekend", "2026-03-08T23:00:00Z", false],
  ])("%s at %s: %s", (name, time, expected) => {
    expect(muted(name, time)).toBe(expected);
  });

  test.each<[team: string, severity: string, time: string, told: string[]]>([
    ["data", "warning", "2026-03-04T12:00:00Z", ["tickets", "slack-alerts"]],
    // Whoever it is sent to: the time is for the alert, not for Slack.
    ["data", "warning", "2026-03-04T23:00:00Z", []],
    ["platform", "warning", "2026-03-04T23:00:00Z", ["slack-alerts"]],
    ["data", "critical", "2026-03-04T23:00:00Z", ["pagerduty", "tickets", "board", "slack-pages"]],
    ["platform", "info", "2026-03-07T12:00:00Z", []],
    ["platform", "info", "2026-03-04T12:00:00Z", ["slack-alerts-info"]],
    ["sales", "info", "2026-03-07T12:00:00Z", []],
  ])("team %s, %s, at %s: %j is told", (team, severity, time, expected) => {
    const tree = policyTree(assemble("prod", chosen, endpoints).notifications);
    expect(told(tree, { alertname: "Any", team, severity }, (name) => muted(name, time))).toEqual(expected);
  });
});

describe("a policy tree", () => {
  test("with nested policies takes the innermost, and goes on after one that continues", () => {
    const policy = (contactPoint: string, label: string, more: Partial<Node> = {}): Node => ({
      contactPoint,
      matchers: [{ label, match: "=", value: "yes" }],
      ...more,
    });
    const tree = {
      contactPoint: "root",
      policies: [
        policy("a", "a", { continue: true, policies: [policy("a-b", "b"), policy("a-c", "c")] }),
        policy("b", "b"),
        policy("c", "c"),
      ],
    };
    const of = (...labels: string[]) =>
      told(tree, Object.fromEntries(labels.map((label) => [label, "yes"])), () => false);
    expect(of()).toEqual(["root"]);
    expect(of("a")).toEqual(["a"]);
    expect(of("a", "c")).toEqual(["a-c", "c"]);
    expect(of("a", "b", "c")).toEqual(["a-b", "b"]);
  });

  test("has its times as Grafana reads them back", () => {
    const policies = Object.values(TREES).flatMap((one) => [policyTree(one), ...policyTree(one).policies]);
    const times = policies.flatMap((one) => [one.groupWait, one.groupInterval, one.repeatInterval]);
    expect(times.map(readBack)).toEqual(times);
    expect(times).toEqual(expect.arrayContaining(["1d", "2m5s"]));
  });

  test("mutes the policy of a receiver that tells nobody", () => {
    const muted = policyTree(rich).policies.filter(({ muteTimings }) => muteTimings.includes(ALWAYS));
    expect(muted.map(({ contactPoint }) => contactPoint)).toEqual([rich.fallback]);
  });
});

/** As Go's model.Duration of Prometheus, in which Grafana keeps them, writes a time: from the largest unit down. */
function readBack(time: string): string {
  let rest = secondsOf(time) ?? 0;
  const parts = [86_400, 3600, 60, 1].map((size, index) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count}${"dhms"[index]}` : "";
  });
  return parts.join("") || "0s";
}

describe("a contact point", () => {
  const token = pulumi.secret("xoxb-1");
  test("for Slack posts to its channel, by token or by webhook", () => {
    const receiver = { name: "slack-pages", slack: { channel: "#pages" } };
    expect(contactPoint(receiver, { "slack-token": token })?.slacks).toMatchObject([{ recipient: "#pages", token }]);
    expect(contactPoint(receiver, { "slack-webhook": "https://hooks.example.com/x" })?.slacks).toMatchObject([
      { url: "https://hooks.example.com/x" },
    ]);
  });

  test("for the dead-man's switch never says that it is over", () => {
    expect(contactPoint({ name: "heartbeat", heartbeat: "https://ping.example.com" }, {})).toEqual({
      webhooks: [{ url: "https://ping.example.com", disableResolveMessage: true }],
    });
  });

  test("can be a program or people by e-mail", () => {
    expect(contactPoint({ name: "tickets", webhook: "https://tickets.example.com" }, {})?.webhooks).toMatchObject([
      { url: "https://tickets.example.com" },
    ]);
    expect(
      contactPoint({ name: "board", email: { addresses: ["a@example.com", "b@example.com"] } }, {})?.emails,
    ).toMatchObject([{ addresses: ["a@example.com", "b@example.com"], singleEmail: true }]);
  });

  test("for nobody is none", () => {
    expect(contactPoint({ name: "nobody" }, {})).toBeUndefined();
  });

  test("without its credential is an error that names the setting", () => {
    expect(() => contactPoint({ name: "slack-pages", slack: { channel: "#pages" } }, {})).toThrow(
      /notifications\.slack: found neither token nor webhook/,
    );
    expect(() => contactPoint({ name: "pagerduty", pagerduty: true }, {})).toThrow(/pagerduty\.routingKey/);
  });

  test("uses only templates that the message template defines", () => {
    const defined = new Set([...messageTemplate().matchAll(/define "([^"]+)"/g)].map(([, name]) => name));
    const used = JSON.stringify(contactPoint({ name: "s", slack: { channel: "#a" } }, { "slack-webhook": "x" }));
    const names = [...`${used}${messageTemplate()}`.matchAll(/template \\?"([^"\\]+)\\?"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(defined).toContain(name);
  });
});

describe.skipIf(!tools)("the message", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "message-"));
    // Alertmanager, whose templates Grafana's are, knows no links to silences.
    await writeFile(join(folder, "m.tmpl"), messageTemplate().replaceAll(".SilenceURL", ".GeneratorURL"));
    await writeFile(join(folder, "data.json"), JSON.stringify(DATA));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const rendered = async (name: string) => {
    const files = ["--template.glob", join(folder, "m.tmpl"), "--template.data", join(folder, "data.json")];
    const text = `--template.text={{ template "${name}" . }}`;
    return (await execa(tools?.amtool ?? "", ["template", "render", ...files, text])).stdout;
  };

  test("says what, where and since when, and has the links", async () => {
    expect(await rendered("tocsin.grafana.text")).toBe(
      [
        "*shop &lt;is&gt; down*",
        "None of its instances answers.",
        "Threshold: &gt; 5%",
        "Instances: a:1",
        "<https://runbooks/x|Runbook> · <https://d/x|Dashboard> · <https://g/x?orgId=1|Silence> · <https://g/x?orgId=1|Rule> · <https://g/x?orgId=1&amp;tab=history|State history>",
        "_Team sales · environment prod · since 2 Jan 03:04 UTC_",
      ].join("\n"),
    );
  });

  test("has a title and a colour", async () => {
    expect(await rendered("tocsin.slack.title")).toBe("[FIRING:1] ServiceDown · critical · shop");
    expect(await rendered("tocsin.slack.color")).toBe("danger");
  });
});

const LABELS = { alertname: "ServiceDown", severity: "critical", service: "shop", team: "sales", environment: "prod" };

/** As Alertmanager gives it to a template. */
const DATA = {
  receiver: "slack-alerts",
  status: "firing",
  alerts: [
    {
      status: "firing",
      labels: { ...LABELS, instance: "a:1" },
      annotations: {
        summary: "shop <is> down",
        description: "None of its instances answers.",
        threshold: "> 5%",
        runbook_url: "https://runbooks/x",
        dashboard_url: "https://d/x",
      },
      startsAt: "2026-01-02T03:04:05Z",
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "https://g/x?orgId=1",
      fingerprint: "1",
    },
  ],
  groupLabels: { alertname: "ServiceDown" },
  commonLabels: LABELS,
  commonAnnotations: { threshold: "> 5%" },
  externalURL: "https://grafana.example.com",
};
