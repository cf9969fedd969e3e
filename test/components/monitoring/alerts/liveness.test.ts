// A metric that an alert reads and that goes away is noticed; healthy targets are not.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { assemble, MISSING, mixinsInUse, recordingsReadBy } from "../../../../components/monitoring";
import { ruleFile, yaml } from "../../../../components/prometheus";
import { wordsIn } from "../../../../components/promql";
import { expressionsOf, samplesOf, selectorOf, seriesNames } from "../../../../components/rules";
import { EVERY_SERVICE, endpoints, everyMixin, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";

const tools = toolsOrSkip("promtool");
const mixins = mixinsInUse(everyMixin());
const watched = mixins.flatMap((mixin) => {
  const { present } = mixin.catalogue;
  return present ? [{ mixin, name: mixin.name, metrics: present.metrics, up: present.while }] : [];
});

/** Recorded from real exporters, by mixin. */
const RECORDED: Record<string, string> = {
  prometheus: "prometheus-2.42.0",
  alertmanager: "alertmanager-0.28.1",
  node: "node_exporter-1.5.0",
  container: "cadvisor-0.52.1",
  redis: "redis_exporter-1.45.0",
  mysql: "mysqld_exporter-0.14.0",
  postgres: "postgres_exporter-0.11.1",
  rabbitmq: "rabbitmq_prometheus-3.10.8",
  nodejs: "nodejs-prom-client-15.1.3",
};

describe.each(watched)("what every target of $name shows", ({ mixin, name, metrics, up }) => {
  test("is read by its rules, else nothing would be blind without it", () => {
    const exprs = [...mixin.recordings.map(({ expr }) => expr), ...mixin.alerts.flatMap(expressionsOf)];
    const read = new Set(exprs.flatMap((expr) => [...wordsIn(expr)]));
    expect(metrics.filter((metric) => !read.has(metric))).toEqual([]);
  });

  test("is shown by each of its healthy targets", () => {
    const all = [...metrics, ...(up ? [up] : [])];
    const lacking = mixin.normal.flatMap((target) => all.filter((metric) => target[metric] === undefined));
    expect(lacking).toEqual([]);
  });

  test.skipIf(!(name in RECORDED))("is in what a real one showed", async () => {
    const text = await readFile(join("test", "fixtures", "exporters", `${RECORDED[name]}.prom`), "utf8");
    expect(metrics.filter((metric) => !new RegExp(`^${metric}[ {]`, "m").test(text))).toEqual([]);
  });
});

/** The rules that raise the alert, as Prometheus has them. */
function rules(more: object = {}) {
  const services = [
    ...EVERY_SERVICE.filter(({ mixin }) => mixin !== "service"),
    {
      name: "shop",
      team: "sales",
      mixin: "service",
      targets: ["10.0.0.1:5000"],
      slos: [{ kind: "availability", objective: 0.999 }],
    },
  ];
  const { groups } = assemble("test", settings({ services, ...more }), endpoints);
  const alert = groups.flatMap(({ alerts }) => alerts).find((one) => one.alert.name === "AlertInputsMissing");
  if (!alert) throw new Error("There is no AlertInputsMissing");
  const all = groups.flatMap(({ recordings }) => recordings);
  const read = recordingsReadBy([alert.expr], all);
  return groups
    .map((group) => ({
      ...group,
      recordings: group.recordings.filter((one) => read.has(one)),
      alerts: group.alerts.filter((one) => one === alert),
    }))
    .filter((group) => group.recordings.length + group.alerts.length > 0);
}

/** What promtool says against which metrics are missed, by time; nothing where all is right. */
async function refusal(given: Record<string, string>, expected: Record<string, readonly string[]>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "liveness-"));
  try {
    const groups = rules();
    for (const group of groups) await writeFile(join(folder, `${group.name}.yml`), ruleFile(group));
    const test = {
      interval: "60s",
      input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
      promql_expr_test: Object.entries(expected).map(([eval_time, metrics]) => ({
        expr: 'count by (service, metric) (ALERTS{alertname="AlertInputsMissing",alertstate="firing"})',
        eval_time,
        exp_samples: metrics.map((one) => {
          const [service, metric] = one.split(" ");
          return { labels: `{service="${service}",metric="${metric}"}`, value: 1 };
        }),
      })),
    };
    const file = { rule_files: groups.map(({ name }) => `${name}.yml`), evaluation_interval: "10s", tests: [test] };
    await writeFile(join(folder, "test.yml"), yaml(file));
    const { exitCode, all } = await execa(tools?.promtool ?? "", ["test", "rules", "test.yml"], {
      cwd: folder,
      reject: false,
      all: true,
    });
    return exitCode === 0 ? "" : (all ?? "failed");
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Every series of healthy targets of all mixins that are watched, and of a service. */
function healthy(): Record<string, string> {
  const moment = { now: 86_400, start: 0 };
  return Object.fromEntries(
    watched.flatMap(({ mixin, name, metrics, up }) =>
      mixin.normal.flatMap((target, index) => {
        const labels = { job: name, instance: `${name}-${index}`, service: `a-${name}`, team: "platform" };
        const shown = mixin.catalogue.metrics
          .filter((metric) => [...metrics, up].includes(metric.name))
          .flatMap((metric) => samplesOf(metric, target, moment));
        return [{ name: "up", labels: {}, value: 1 }, ...shown].map((sample) => [
          selectorOf({ ...sample, labels: { ...sample.labels, ...labels } }),
          `${sample.value}x200`,
        ]);
      }),
    ),
  );
}

const CACHE = 'job="redis",instance="cache-1",service="cache",team="sales"';
const cache = (more: Record<string, string>) => ({
  [`up{${CACHE}}`]: "1x200",
  [`redis_up{${CACHE}}`]: "1x200",
  [`redis_memory_used_bytes{${CACHE}}`]: "5x200",
  [`redis_connected_clients{${CACHE}}`]: "5x200",
  [`redis_instance_info{${CACHE}}`]: "1x200",
  ...more,
});
const SHOP = 'job="service",instance="10.0.0.1:5000",service="shop",team="sales"';

describe.skipIf(!tools)("AlertInputsMissing", () => {
  test("is raised within ten minutes of a renamed metric, scraped every minute, and ends with it", async () => {
    const renamed = {
      [`redis_memory_used_bytes{${CACHE}}`]: "5x20 stale _x30 5x100",
      [`redis_memory_bytes_used{${CACHE}}`]: "_x20 5x100",
    };
    expect(await refusal(cache(renamed), { "20m": [], "30m": ["cache redis_memory_used_bytes"], "60m": [] })).toBe("");
  });

  test("is not raised for a target that is down, or whose exporter does not reach it: that has alerts of its own", async () => {
    const gone = Object.fromEntries(
      ["redis_memory_used_bytes", "redis_connected_clients", "redis_instance_info"].map((name) => [
        `${name}{${CACHE}}`,
        "5x20 stale",
      ]),
    );
    expect(await refusal(cache({ ...gone, [`redis_up{${CACHE}}`]: "1x20 0x180" }), { "40m": [] })).toBe("");
    expect(
      await refusal(cache({ ...gone, [`redis_up{${CACHE}}`]: "1x20 stale", [`up{${CACHE}}`]: "1x20 0x180" }), {
        "40m": [],
      }),
    ).toBe("");
  });

  test("is not raised for healthy targets of any mixin", async () => {
    expect(Object.keys(healthy()).length).toBeGreaterThan(40);
    expect(await refusal(healthy(), { "10m": [], "2h": [] })).toBe("");
  });

  test("is raised for a service with an objective whose requests have been unknown for an hour", async () => {
    const up = { [`up{${SHOP}}`]: "1x200" };
    const requests = (values: string) => ({
      [`app_requests_total{${SHOP},status="200"}`]: values,
      [`app_request_duration_seconds_count{${SHOP}}`]: values,
    });
    const both = ["shop app_requests_total", "shop app_request_duration_seconds_count"];
    expect(await refusal(up, { "50m": [], "70m": both })).toBe("");
    expect(await refusal({ ...up, ...requests("0+10x200") }, { "70m": [], "3h": [] })).toBe("");
  });
});

test("the recordings are named by what is missing", () => {
  const found = rules().flatMap(({ recordings }) => recordings);
  expect(new Set(found.map(({ record }) => record))).toEqual(new Set([MISSING]));
  const named = found.map(({ adds }) => adds?.metric);
  const known = mixins.flatMap(({ catalogue }) => catalogue.metrics.flatMap(seriesNames));
  expect(named.filter((name) => !known.includes(name ?? ""))).toEqual([]);
});
