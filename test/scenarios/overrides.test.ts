// Each form of an override, through the real promtool and through the form that Grafana evaluates.
import { describe, expect, test } from "vitest";
import { assemble, type RuleGroup } from "../../components/monitoring";
import type { Scenario } from "../../components/rules";
import { type Verdicts, verdictsOf } from "../components/grafana/verdicts";
import { endpoints, settings } from "../support/environment";
import { toolsOrSkip } from "../support/tools";
import { failures } from "./promtool";

const tools = toolsOrSkip("promtool");

const MEMORY = "NodeMemoryHighUtilization";
const hosts = [{ name: "db-1", team: "data" }, { name: "db-2", team: "data" }, { name: "web-1" }];
const shop = (name: string, team: string, port: number) => ({
  name,
  team,
  mixin: "redis",
  targets: [`10.0.0.1:${port}`],
});
const services = [shop("cache", "sales", 1), shop("sessions", "data", 2)];

/** The memory in use of three hosts, in percent. */
const memory = (used: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(used).flatMap(([host, percent]) => {
      const team = host.startsWith("db") ? "data" : "platform";
      const of = `{job="node",instance="${host}",host="${host}",service="node",team="${team}"}`;
      return [
        [`node_memory_MemTotal_bytes${of}`, "100x100"],
        [`node_memory_MemAvailable_bytes${of}`, `${100 - percent}x100`],
      ];
    }),
  );

const redis = (series: Readonly<Record<string, string>>, service: string, team: string) =>
  Object.fromEntries(
    Object.entries(series).map(([name, values]) => [
      `${name}{job="redis",instance="${service}",service="${service}",team="${team}"}`,
      values,
    ]),
  );

const fill = (percent: number) => ({
  redis_memory_used_bytes: `${percent}x100`,
  redis_memory_max_bytes: "100x100",
});

interface Form {
  form: string;
  alerts: unknown;
  /** What is quiet, and what fires, within fifteen minutes; `by` counts the series that fire at the last time. */
  scenarios: readonly Scenario[];
}

const scenario = (alert: string, title: string, given: Scenario["given"], expected: Scenario["expect"]): Scenario => ({
  alert,
  title,
  given,
  expect: expected,
});

const quiet = { "6m": "quiet", "15m": "quiet" } as const;
const warns = { "4m": "quiet", "15m": ["warning"] } as const;

const FORMS: readonly Form[] = [
  {
    form: "everywhere, by name",
    alerts: { [MEMORY]: { threshold: { warning: 0.8 } } },
    scenarios: [
      scenario(MEMORY, "warns at 82%", memory({ "web-1": 82 }), warns),
      scenario(MEMORY, "stays quiet at 79%", memory({ "web-1": 79 }), quiet),
    ],
  },
  {
    form: "everywhere, in a list",
    alerts: [{ alert: MEMORY, threshold: { warning: "80%" } }],
    scenarios: [scenario(MEMORY, "warns at 82%", memory({ "web-1": 82 }), warns)],
  },
  {
    form: "for a host",
    alerts: [{ alert: MEMORY, where: { host: "db-1" }, threshold: { warning: 0.97, critical: 0.99 } }],
    scenarios: [
      scenario(MEMORY, "stays quiet at 96% of it", memory({ "db-1": 96 }), quiet),
      scenario(MEMORY, "warns at 98% of it", memory({ "db-1": 98 }), warns),
      scenario(MEMORY, "is critical as before at 96% of another", memory({ "db-1": 50, "db-2": 96 }), {
        "15m": ["critical", "warning"],
      }),
    ],
  },
  {
    form: "for several hosts, in addition to one for all",
    alerts: [
      { alert: MEMORY, threshold: { warning: 0.8 } },
      { alert: MEMORY, where: { host: ["db-1", "db-2"] }, threshold: { warning: 0.93 } },
    ],
    scenarios: [
      scenario(MEMORY, "stays quiet at 92% of both", memory({ "db-1": 92, "db-2": 92, "web-1": 79 }), quiet),
      scenario(MEMORY, "warns at 94% of one", memory({ "db-2": 94 }), warns),
      scenario(MEMORY, "warns at 82% of another", memory({ "web-1": 82 }), warns),
    ],
  },
  {
    form: "for a team",
    alerts: [{ alert: "RedisOutOfConfiguredMaxmemory", where: { team: "data" }, threshold: { warning: 0.7 } }],
    scenarios: [
      scenario("RedisOutOfConfiguredMaxmemory", "warns at 75% of its", redis(fill(75), "sessions", "data"), warns),
      scenario(
        "RedisOutOfConfiguredMaxmemory",
        "stays quiet at 75% of others",
        redis(fill(75), "cache", "sales"),
        quiet,
      ),
    ],
  },
  {
    form: "for a service: how long it lasts",
    alerts: [{ alert: "RedisOutOfConfiguredMaxmemory", where: { service: "cache" }, for: { warning: "12m" } }],
    scenarios: [
      scenario("RedisOutOfConfiguredMaxmemory", "waits twelve minutes", redis(fill(88), "cache", "sales"), {
        "11m": "quiet",
        "15m": ["warning"],
      }),
      scenario("RedisOutOfConfiguredMaxmemory", "waits as before for others", redis(fill(88), "sessions", "data"), {
        "4m": "quiet",
        "8m": ["warning"],
      }),
    ],
  },
  {
    form: "for a label of the series, and a host",
    alerts: [
      {
        alert: "NodeFilesystemAlmostOutOfSpace",
        where: { mountpoint: "/backup", host: "db-1" },
        disabled: { reason: "backups fill it, and the oldest is removed" },
      },
    ],
    scenarios: [
      scenario("NodeFilesystemAlmostOutOfSpace", "is off for it", filesystem("/backup", "db-1"), quiet),
      scenario("NodeFilesystemAlmostOutOfSpace", "is on for another host", filesystem("/backup", "db-2"), {
        "15m": ["critical", "warning"],
      }),
      scenario("NodeFilesystemAlmostOutOfSpace", "is on for another file system", filesystem("/", "db-1"), {
        "15m": ["critical", "warning"],
      }),
    ],
  },
  {
    form: "for a service: another severity of an alert that is a condition",
    alerts: [{ alert: "RedisDown", where: { service: "cache" }, severity: "warning" }],
    scenarios: [
      scenario("RedisDown", "warns", redis({ up: "1x8 0x100", redis_up: "0x100" }, "cache", "sales"), {
        "15m": ["warning"],
      }),
      scenario(
        "RedisDown",
        "is critical for others",
        redis({ up: "1x8 0x100", redis_up: "0x100" }, "sessions", "data"),
        {
          "15m": ["critical"],
        },
      ),
    ],
  },
];

function filesystem(mountpoint: string, host: string): Record<string, string> {
  const of = `{job="node",instance="${host}",host="${host}",service="node",team="data",device="sdb",fstype="ext4",mountpoint="${mountpoint}"}`;
  return {
    [`node_filesystem_avail_bytes${of}`]: "1x100",
    [`node_filesystem_size_bytes${of}`]: "100x100",
    [`node_filesystem_readonly${of}`]: "0x100",
  };
}

/** All rules of an alert's mixin, as one group. */
function groupOf(alert: string, alerts: unknown): RuleGroup {
  const { groups } = assemble("test", settings({ hosts, services, alerts }), endpoints);
  const own = groups.find((group) => group.alerts.some((placed) => placed.alert.name === alert));
  if (!own) throw new Error(`No group has ${alert}`);
  const all = groups.filter(({ mixin }) => mixin === own.mixin);
  return {
    ...own,
    recordings: all.flatMap(({ recordings }) => recordings),
    alerts: all.flatMap((group) => group.alerts),
  };
}

/** The series that fire in a form at each time, whichever rules they come from. */
const firing = (verdicts: Verdicts["grafana"]) => {
  const times = [...new Set(verdicts.map(({ at }) => at))].sort((a, b) => a - b);
  return times.map((at) => [
    at,
    [...new Set(verdicts.filter((one) => one.at === at).flatMap((one) => one.firing))].sort(),
  ]);
};

describe.skipIf(!tools).each(FORMS)("an override $form", ({ alerts, scenarios }) => {
  const group = groupOf(scenarios[0]?.alert ?? "", alerts);

  test("is what Prometheus' rules say", async () => {
    expect([...(await failures(tools?.promtool ?? "", group, scenarios)).values()]).toEqual([]);
  }, 60_000);

  test("is what Grafana's say", async () => {
    const verdicts = await verdictsOf(tools?.promtool ?? "", group, scenarios);
    expect(verdicts.size).toBe(scenarios.length);
    for (const { prometheus, grafana } of verdicts.values()) expect(firing(grafana)).toEqual(firing(prometheus));
  }, 60_000);
});
