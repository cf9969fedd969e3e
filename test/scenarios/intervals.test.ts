// The main alerts at slow scrapes, through the real promtool: a fault at a given time is known within what the rule promises.
import { expect, test } from "vitest";
import { assemble, recordingsReadBy } from "../../components/monitoring";
import { ruleFile, yaml } from "../../components/prometheus";
import { type Duration, seconds } from "../../components/rules";
import { testRules } from "../../infra/commands/test/promtool";
import { endpoints, settings } from "../support/environment";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool");

const HOST = 'job="node",instance="web-1",service="node",team="platform",host="web-1"';
const SHOP = 'job="service",instance="10.0.0.1:5000",service="shop",team="sales",host="web-1"';
const PROBE = 'job="probe",instance="http://10.0.0.1:5000/health",service="shop",team="sales",host="web-1"';
const request = (status: number) => `app_requests_total{${SHOP},method="GET",endpoint="/",status="${status}"}`;
const bucket = (le: string) => `app_request_duration_seconds_bucket{${SHOP},method="GET",endpoint="/",le="${le}"}`;

const HEALTHY_SECONDS = 1200;
const WATCHED_SECONDS = 1800;

/** A value for each scrape: `before` a second until the fault, `after` from then on. */
function counter(every: number, before: number, after: number): string {
  const [healthy, rest] = [HEALTHY_SECONDS / every, WATCHED_SECONDS / every];
  return `0+${before * every}x${healthy} ${before * HEALTHY_SECONDS + after * every}+${after * every}x${rest}`;
}

/** Of what has never been counted before the fault: no series until its first scrape after it. */
const appearing = (every: number, after: number) =>
  `_x${HEALTHY_SECONDS / every + 1} ${after * every}+${after * every}x${WATCHED_SECONDS / every}`;

const gauge = (every: number, before: number, after: number) =>
  `${before}x${HEALTHY_SECONDS / every} ${after}x${WATCHED_SECONDS / every}`;

interface Case {
  alert: string;
  severity: "critical" | "warning";
  given: (every: number) => Record<string, string>;
  /** How long its window takes to tell, beside what the rule promises. */
  ramp?: (every: number) => number;
}

const upAll = (every: number) => ({ [`up{${HOST}}`]: gauge(every, 1, 1), [`up{${SHOP}}`]: gauge(every, 1, 1) });

const CASES: Case[] = [
  { alert: "InstanceDown", severity: "critical", given: (every) => ({ [`up{${HOST}}`]: gauge(every, 1, 0) }) },
  {
    alert: "ServiceDown",
    severity: "critical",
    given: (every) => ({ ...upAll(every), [`up{${SHOP}}`]: gauge(every, 1, 0) }),
  },
  {
    alert: "ServiceErrorRatioHigh",
    severity: "critical",
    given: (every) => ({
      ...upAll(every),
      [request(200)]: counter(every, 20, 16),
      [request(500)]: appearing(every, 4),
    }),
  },
  {
    alert: "ServiceErrorRatioHigh",
    severity: "warning",
    given: (every) => ({
      ...upAll(every),
      [request(200)]: counter(every, 20, 20),
      [request(500)]: counter(every, 0, 0.6),
    }),
  },
  {
    alert: "ServiceLatencyHigh",
    severity: "critical",
    given: (every) => ({
      ...upAll(every),
      [request(200)]: counter(every, 20, 20),
      [bucket("0.5")]: counter(every, 20, 0),
      [bucket("2.5")]: counter(every, 20, 0),
      [bucket("5")]: counter(every, 20, 20),
      [bucket("+Inf")]: counter(every, 20, 20),
    }),
  },
  {
    alert: "ProbeFailed",
    severity: "critical",
    given: (every) => ({
      ...upAll(every),
      [`up{${PROBE}}`]: gauge(every, 1, 1),
      [`probe_success{${PROBE}}`]: gauge(every, 1, 0),
    }),
  },
  {
    alert: "NodeCPUHighUsage",
    severity: "warning",
    ramp: (every) => Math.max(300, 4 * every),
    given: (every) => ({
      ...upAll(every),
      [`node_cpu_seconds_total{${HOST},cpu="0",mode="idle"}`]: counter(every, 0.9, 0.02),
      [`node_cpu_seconds_total{${HOST},cpu="0",mode="user"}`]: counter(every, 0.1, 0.98),
    }),
  },
];

async function problemsOf(interval: Duration, { alert, severity, given, ramp = () => 0 }: Case): Promise<string> {
  const { groups } = assemble("test", settings({ scrape: { interval } }), endpoints);
  const rule = groups
    .flatMap(({ alerts }) => alerts)
    .find((one) => one.alert.name === alert && one.severity === severity);
  if (!rule) throw new Error(`There is no ${severity} ${alert}`);
  const recordings = groups.flatMap((group) => group.recordings);
  const read = recordingsReadBy([rule.expr], recordings);
  const own = groups
    .map((group) => ({
      ...group,
      alerts: group.alerts.filter((one) => one === rule),
      recordings: group.recordings.filter((one) => read.has(one)),
    }))
    .filter((group) => group.alerts.length + group.recordings.length > 0);
  const at = (time: number, value: readonly object[]) => ({
    expr: `group by (alertname) (ALERTS{alertname="${alert}",severity="${severity}",alertstate="firing"})`,
    eval_time: `${time}s`,
    exp_samples: value,
  });
  const rules = Object.fromEntries(own.map((group) => [`${group.name}.yml`, ruleFile(group)]));
  const tests = {
    rule_files: Object.keys(rules),
    evaluation_interval: "10s",
    tests: [
      {
        interval,
        input_series: Object.entries(given(seconds(interval))).map(([series, values]) => ({ series, values })),
        promql_expr_test: [
          at(HEALTHY_SECONDS, []),
          // What the preview says, from the last healthy scrape on.
          at(HEALTHY_SECONDS + rule.latencySeconds + ramp(seconds(interval)), [
            { labels: `{alertname="${alert}"}`, value: 1 },
          ]),
        ],
      },
    ],
  };
  const { exitCode, output } = await testRules(tools?.promtool ?? "", { rules, tests: { "test.yml": yaml(tests) } });
  return exitCode === 0 ? "" : output;
}

test
  .skipIf(!tools)
  .each((["5s", "30s", "60s", "5m"] as const).flatMap((interval) => CASES.map((one) => ({ interval, ...one }))))(
  "scraped every $interval, $alert is known in time ($severity)",
  async ({ interval, ...one }) => expect(await problemsOf(interval, one)).toBe(""),
  120_000,
);
