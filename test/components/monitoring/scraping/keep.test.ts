// The setting that stores only what is used: nothing that a rule or a panel reads is lost, and much else is dropped.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { assemble, mixinsInUse, type ScrapeJob } from "../../../../components/monitoring";
import { prometheusConfig } from "../../../../components/prometheus";
import { namesIn } from "../../../../components/promql";
import { expressionsOf, seriesNames } from "../../../../components/rules";
import { endpoints, everyMixin, settings } from "../../../support/environment";

const used = { ...everyMixin(), scrape: { keep: "used" as const, extraMetrics: [], mixins: {} } };
const mixins = mixinsInUse(used);
const { jobs } = assemble("local", used, endpoints);
const recorded = new Set(mixins.flatMap(({ recordings }) => recordings.map(({ record }) => record)));
const catalogued = new Set(mixins.flatMap(({ catalogue }) => catalogue.metrics.flatMap(seriesNames)));

const keeps = ({ keep = [] }: ScrapeJob, name: string) => new RegExp(`^(?:${keep.join("|")})$`).test(name);

/** The job whose targets show what a mixin reads; objectives read what services show. */
const jobsOf: Readonly<Record<string, readonly string[]>> = { blackbox: ["blackbox", "probe"], slo: ["service"] };

describe.each(mixins.map((mixin) => [mixin.name, mixin] as const))("of %s", (name, mixin) => {
  const panels = mixin.dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const expressions = [
    ...mixin.recordings.map(({ expr }) => expr),
    ...mixin.alerts.flatMap(expressionsOf),
    ...panels.flatMap(({ queries }) => Object.values(queries)),
    ...mixin.dashboards.flatMap(({ variables }) => variables.map(({ from }) => from)),
  ];
  const read = [...new Set(expressions.flatMap((expr) => [...namesIn(expr).metrics]))].filter(
    (metric) => catalogued.has(metric) && !recorded.has(metric),
  );
  const of = jobs.filter((job) => (jobsOf[name] ?? [name]).includes(job.name));

  test("every metric that an alert, a recording, a panel or a drop-down reads is stored", () => {
    expect(read.length).toBeGreaterThan(0);
    expect(of.length).toBeGreaterThan(0);
    for (const job of of) expect(read.filter((metric) => !keeps(job, metric))).toEqual([]);
  });
});

test("what a mixin beside a service's own reads is stored", () => {
  const api = { name: "api", mixin: "nodejs", targets: ["10.0.0.1:80"], extraMixins: ["service"] };
  const made = assemble("local", settings({ services: [api], scrape: { keep: "used" } }), endpoints);
  const beside = made.jobs.find((job) => job.name === "service-beside");
  expect(beside?.keep).toContain("app_request_duration_seconds_bucket");
  expect(beside?.keep).not.toContain("app_request_duration_seconds_sum");
});

test("everything is stored by default, and what `extraMetrics` names in any case", () => {
  const scrapeOf = (scrape: object) => assemble("local", settings({ scrape }), endpoints).jobs;
  expect(scrapeOf({}).every(({ keep }) => keep === undefined)).toBe(true);
  const [first] = scrapeOf({ keep: "used", extraMetrics: ["orders_.*"] });
  expect(first && keeps(first, "orders_open")).toBe(true);
  expect(first && keeps(first, "other_open")).toBe(false);
});

test("a pattern that would break the configuration is refused", () => {
  expect(() => settings({ scrape: { keep: "used", extraMetrics: ['a"b'] } })).toThrow(/scrape\.extraMetrics\[0\]/);
});

test("Prometheus is told so in each job", () => {
  const config: unknown = parse(
    prometheusConfig(assemble("local", used, endpoints), { alertmanagers: [], ruleFiles: [] }),
  );
  expect(config).toMatchObject({
    scrape_configs: jobs.map(({ keep = [] }) => ({
      metric_relabel_configs: [
        { action: "drop" },
        { source_labels: ["__name__"], regex: keep.join("|"), action: "keep" },
      ],
    })),
  });
});

test("of what the real exporters show, most series are dropped", () => {
  const folder = "test/fixtures/exporters";
  const of = (fixture: string, jobName: string) => {
    const file = readdirSync(folder).find((one) => one.startsWith(fixture)) ?? "";
    const job = jobs.find(({ name }) => name === jobName);
    const names = readFileSync(`${folder}/${file}`, "utf8")
      .split("\n")
      .flatMap((line) => /^[a-z_]\w*/i.exec(line) ?? []);
    return names.filter((name) => job && keeps(job, name)).length / names.length;
  };
  for (const [fixture, job] of [
    ["node_exporter", "node"],
    ["cadvisor", "container"],
    ["redis_exporter", "redis"],
    ["mysqld_exporter", "mysql"],
    ["postgres_exporter", "postgres"],
  ] as const) {
    expect(of(fixture, job), fixture).toBeGreaterThan(0.02);
    expect(of(fixture, job), fixture).toBeLessThan(0.6);
  }
});
