// The forms that an override can have, each with what it changes: what is quiet, and what fires.
import type { Scenario } from "../../components/rules";

const MEMORY = "NodeMemoryHighUtilization";
const FILESYSTEM = "NodeFilesystemAlmostOutOfSpace";
const MAXMEMORY = "RedisOutOfConfiguredMaxmemory";
export const hosts = [{ name: "db-1", team: "data" }, { name: "db-2", team: "data" }, { name: "web-1" }];
const shop = (name: string, team: string, port: number) => ({
  name,
  team,
  mixin: "redis",
  targets: [`10.0.0.1:${port}`],
});
export const services = [shop("cache", "sales", 1), shop("sessions", "data", 2)];

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

const DOWN = { up: "1x8 0x100", redis_up: "0x100" };

export interface Form {
  form: string;
  alerts: unknown;
  /** What is quiet, and what fires, within fifteen minutes; `by` counts the series that fire at the last time. */
  scenarios: readonly Scenario[];
  /** The alert that has no rule. */
  off?: string;
}

const scenario = (alert: string, title: string, given: Scenario["given"], expected: Scenario["expect"]): Scenario => ({
  alert,
  title,
  given,
  expect: expected,
});

const quiet = { "6m": "quiet", "15m": "quiet" } as const;
const warns = { "4m": "quiet", "15m": ["warning"] } as const;

export const FORMS: readonly Form[] = [
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
    form: "everywhere: how long it lasts",
    alerts: { [MAXMEMORY]: { for: { warning: "12m" } } },
    scenarios: [
      scenario(MAXMEMORY, "waits twelve minutes for any service", redis(fill(88), "cache", "sales"), {
        "11m": "quiet",
        "15m": ["warning"],
      }),
    ],
  },
  {
    form: "everywhere: another severity",
    alerts: { RedisDown: { severity: "warning" } },
    scenarios: [scenario("RedisDown", "warns", redis(DOWN, "cache", "sales"), { "15m": ["warning"] })],
  },
  {
    form: "everywhere: off",
    alerts: { [FILESYSTEM]: { disabled: { reason: "another team watches file systems" } } },
    // What is off has no rule; another alert of the mixin goes on.
    scenarios: [scenario(MEMORY, "is on beside it", memory({ "web-1": 92 }), warns)],
    off: FILESYSTEM,
  },
  {
    form: "everywhere: longer than its budget allows, with the reason",
    alerts: { RedisDown: { for: "5m", overBudget: { reason: "a restart takes four minutes" } } },
    scenarios: [
      scenario("RedisDown", "waits five minutes", redis(DOWN, "cache", "sales"), {
        "4m": "quiet",
        "15m": ["critical"],
      }),
    ],
  },
  {
    form: "for a service: longer than its budget allows, with the reason",
    alerts: [
      {
        alert: "RedisDown",
        where: { service: "cache" },
        for: "5m",
        overBudget: { reason: "a restart takes four minutes" },
      },
    ],
    scenarios: [
      scenario("RedisDown", "waits five minutes for it", redis(DOWN, "cache", "sales"), {
        "4m": "quiet",
        "15m": ["critical"],
      }),
      scenario("RedisDown", "waits as before for others", redis(DOWN, "sessions", "data"), { "4m": ["critical"] }),
    ],
  },
  {
    form: "for a service: a threshold",
    alerts: [{ alert: MAXMEMORY, where: { service: "cache" }, threshold: { warning: 0.7 } }],
    scenarios: [
      scenario(MAXMEMORY, "warns at 75% of it", redis(fill(75), "cache", "sales"), warns),
      scenario(MAXMEMORY, "stays quiet at 75% of another", redis(fill(75), "sessions", "data"), quiet),
    ],
  },
  {
    form: "for a label of the series alone: a threshold",
    alerts: [{ alert: FILESYSTEM, where: { mountpoint: "/data" }, threshold: { warning: 0.4 } }],
    scenarios: [
      scenario(FILESYSTEM, "warns at 35% of it", filesystem("/data", "web-1", 35), warns),
      scenario(FILESYSTEM, "stays quiet at 35% of another", filesystem("/", "web-1", 35), quiet),
    ],
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
    alerts: [{ alert: MAXMEMORY, where: { team: "data" }, threshold: { warning: 0.7 } }],
    scenarios: [
      scenario(MAXMEMORY, "warns at 75% of its", redis(fill(75), "sessions", "data"), warns),
      scenario(MAXMEMORY, "stays quiet at 75% of others", redis(fill(75), "cache", "sales"), quiet),
    ],
  },
  {
    form: "for a service: how long it lasts",
    alerts: [{ alert: MAXMEMORY, where: { service: "cache" }, for: { warning: "12m" } }],
    scenarios: [
      scenario(MAXMEMORY, "waits twelve minutes", redis(fill(88), "cache", "sales"), {
        "11m": "quiet",
        "15m": ["warning"],
      }),
      scenario(MAXMEMORY, "waits as before for others", redis(fill(88), "sessions", "data"), {
        "4m": "quiet",
        "8m": ["warning"],
      }),
    ],
  },
  {
    form: "for a label of the series, and a host",
    alerts: [
      {
        alert: FILESYSTEM,
        where: { mountpoint: "/backup", host: "db-1" },
        disabled: { reason: "backups fill it, and the oldest is removed" },
      },
    ],
    scenarios: [
      scenario(FILESYSTEM, "is off for it", filesystem("/backup", "db-1"), quiet),
      scenario(FILESYSTEM, "is on for another host", filesystem("/backup", "db-2"), {
        "15m": ["critical", "warning"],
      }),
      scenario(FILESYSTEM, "is on for another file system", filesystem("/", "db-1"), {
        "15m": ["critical", "warning"],
      }),
    ],
  },
  {
    form: "for a service: another severity of an alert that is a condition",
    alerts: [{ alert: "RedisDown", where: { service: "cache" }, severity: "warning" }],
    scenarios: [
      scenario("RedisDown", "warns", redis(DOWN, "cache", "sales"), {
        "15m": ["warning"],
      }),
      scenario("RedisDown", "is critical for others", redis(DOWN, "sessions", "data"), {
        "15m": ["critical"],
      }),
    ],
  },
];

function filesystem(mountpoint: string, host: string, free = 1): Record<string, string> {
  const of = `{job="node",instance="${host}",host="${host}",service="node",team="data",device="sdb",fstype="ext4",mountpoint="${mountpoint}"}`;
  return {
    [`node_filesystem_avail_bytes${of}`]: `${free}x100`,
    [`node_filesystem_size_bytes${of}`]: "100x100",
    [`node_filesystem_readonly${of}`]: "0x100",
  };
}
