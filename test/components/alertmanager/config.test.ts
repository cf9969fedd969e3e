// alertmanager.yml as text, and the real amtool's opinion of it.

import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanagerConfig } from "../../../components/alertmanager";
import type { MuteTiming, Notifications } from "../../../components/monitoring";
import { toolsOrSkip } from "../../support/tools";
import { type Folder, writeFolder } from "./folder";
import { is, rich, route } from "./notifications";

const tools = toolsOrSkip("amtool");

const render = (notifications: Partial<Notifications>) =>
  alertmanagerConfig(
    { notifications: { ...rich, ...notifications } },
    {
      credentials: {
        "slack-webhook": "/run/secrets/slack-url",
        "pagerduty-routing-key": "/run/secrets/pagerduty-key",
      },
      templates: ["templates/*.tmpl"],
    },
  );

test("rich notifications give this file", async () => {
  await expect(render({})).toMatchFileSnapshot("rich.alertmanager.yml");
});

test("a receiver that pages without a routing key's file is an error", () => {
  expect(() =>
    alertmanagerConfig({ notifications: rich }, { credentials: { "slack-webhook": "/slack" }, templates: [] }),
  ).toThrow('Receiver "pagerduty" pages through PagerDuty, but the file pagerduty-routing-key is not given');
});

test("no mute timings and no equal labels leave nothing behind", () => {
  const inhibition = { source: [is("a", "b")], target: [is("c", "d")], equal: [] };
  const config = parse(render({ muteTimings: [], maintenance: [], inhibitions: [inhibition], routes: [] }));
  expect(config).not.toHaveProperty("time_intervals");
  expect(config.inhibit_rules).toEqual([{ source_matchers: ['a="b"'], target_matchers: ['c="d"'] }]);
});

describe("a mute timing", () => {
  const intervals = (timing: Partial<MuteTiming>) => {
    const muteTimings = [{ name: "quiet", weekdays: [], times: [], timezone: "UTC", ...timing }];
    return parse(render({ muteTimings, maintenance: [], routes: [] })).time_intervals[0].time_intervals;
  };

  test.each<[string, Partial<MuteTiming>, object[]]>([
    ["of single days", { weekdays: ["monday", "wednesday"] }, [{ weekdays: ["monday", "wednesday"], location: "UTC" }]],
    [
      "over the end of the week",
      { weekdays: ["friday:monday"] },
      [{ weekdays: ["friday", "saturday", "sunday", "monday"], location: "UTC" }],
    ],
    [
      "within every day",
      { times: [{ from: "12:00", to: "13:00" }] },
      [{ times: [{ start_time: "12:00", end_time: "13:00" }], location: "UTC" }],
    ],
    [
      "until midnight",
      { times: [{ from: "20:00", to: "24:00" }] },
      [{ times: [{ start_time: "20:00", end_time: "24:00" }], location: "UTC" }],
    ],
    [
      "until midnight, written as 00:00",
      { times: [{ from: "20:00", to: "00:00" }] },
      [{ times: [{ start_time: "20:00", end_time: "24:00" }], location: "UTC" }],
    ],
    [
      "from Saturday's evening to Sunday's morning",
      { weekdays: ["saturday"], times: [{ from: "22:00", to: "06:00" }], timezone: "Asia/Tokyo" },
      [
        { weekdays: ["saturday"], times: [{ start_time: "22:00", end_time: "24:00" }], location: "Asia/Tokyo" },
        { weekdays: ["sunday"], times: [{ start_time: "00:00", end_time: "06:00" }], location: "Asia/Tokyo" },
      ],
    ],
  ])("%s", (_, timing, expected) => {
    expect(intervals(timing)).toEqual(expected);
  });
});

describe.skipIf(!tools)("amtool", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await writeFolder(rich);
  });
  afterAll(() => folder.remove());

  test("accepts the file and its templates", async () => {
    const { stdout } = await execa(tools?.amtool ?? "", ["check-config", folder.configFile]);
    expect(stdout).toContain("SUCCESS");
    expect(stdout).toContain("1 templates");
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["the dead-man's switch", { alertname: "Watchdog", severity: "critical" }, ["heartbeat"]],
    [
      "critical of a team without a channel",
      { severity: "critical", team: "shop" },
      ["pagerduty", "slack-alerts-critical"],
    ],
    ["critical of a team with a channel", { severity: "critical", team: "data" }, ["pagerduty", "slack-data-pages"]],
    ["a warning of any team", { severity: "warning", team: "shop" }, ["slack-alerts"]],
    ["a warning of a team with a channel for critical alone", { severity: "warning", team: "data" }, ["slack-alerts"]],
    ["info", { severity: "info", team: "shop" }, ["slack-alerts-info"]],
    ["info of a team with a channel", { severity: "info", team: "data" }, ["slack-alerts-info"]],
    ["a warning of a sandbox", { severity: "warning", service: "sandbox" }, ["nobody"]],
    ["a page of a sandbox", { severity: "critical", service: "sandbox" }, ["pagerduty", "slack-alerts-critical"]],
    [
      "a service whose name only starts like a sandbox",
      { severity: "warning", service: "sandbox-2" },
      ["slack-alerts"],
    ],
    ["an alert without a severity", { alertname: "Odd" }, ["slack-alerts"]],
    ["an alert without labels", {}, ["slack-alerts"]],
  ])("routes %s", async (_, labels, receivers) => {
    expect(await receiversOf(folder, labels)).toEqual(receivers);
  });

  test.each([
    'quotes "in" it',
    "a back\\slash",
    "two\nlines",
    "back\\n and n",
    "braces {a,b}",
    "ünï ✓",
    "trailing\\",
    "tab\there",
  ])("matches the value %j and nothing near it", async (value) => {
    const odd = await writeFolder({ ...rich, routes: [route("nobody", [is("value", value)])] });
    try {
      expect(await receiversOf(odd, { value })).toEqual(["nobody"]);
      expect(await receiversOf(odd, { value: `${value}.` })).toEqual(["slack-alerts"]);
    } finally {
      await odd.remove();
    }
  });
});

async function receiversOf(folder: Folder, labels: Record<string, string>): Promise<string[]> {
  const quoted = (value: string) => `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
  const given = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  const { stdout } = await execa(tools?.amtool ?? "", [
    "config",
    "routes",
    "test",
    "--config.file",
    folder.configFile,
    ...given,
  ]);
  return stdout.split(",");
}

describe("drills", () => {
  const config = parse(
    alertmanagerConfig(
      { notifications: rich },
      {
        credentials: { "slack-webhook": "/slack", "pagerduty-routing-key": "/pagerduty" },
        templates: [],
        drills: { url: "http://127.0.0.1:9900/drills", services: ["sample"] },
      },
    ),
  );

  test("have a receiver beside the configured ones, whose routes all come after its own", () => {
    const own = config.route.routes.slice(0, 3);
    expect(own.map((one: { receiver: string }) => one.receiver)).toEqual(Array(3).fill("tocsin/drills"));
    expect(own.every((one: { continue?: boolean }) => one.continue)).toBe(true);
    expect(config.route.routes).toHaveLength(3 + rich.maintenance.length + rich.routes.length);
    expect(config.receivers.at(-1)).toEqual({
      name: "tocsin/drills",
      webhook_configs: [{ url: "http://127.0.0.1:9900/drills", send_resolved: true }],
    });
  });

  test("wait for a message as long as its severity does", () => {
    expect(config.route.routes.slice(0, 3).map((one: { group_wait: string }) => one.group_wait)).toEqual([
      "5s",
      "35s",
      "125s",
    ]);
  });
});
