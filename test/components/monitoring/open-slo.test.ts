// OpenSLO documents: what is read of them, what is refused and where, and what comes of them through the real promtool.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../../components/host/tools/commands";
import { readEnvironment } from "../../../components/host/tools/environment";
import { assemble, openSlosIn, recordingsReadBy, withOpenSlos } from "../../../components/monitoring";
import { ruleFile, yaml } from "../../../components/prometheus";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("promtool");

const HEAD = "apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: checkout-works }\nspec:\n  service: shop\n";
const WINDOW = "  timeWindow: [{ duration: 30d, isRolling: true }]\n";
const source = (query: string) => `{ metricSource: { type: Prometheus, spec: { query: '${query}' } } }`;
const ratio = (part: string, total: string, counter = true) =>
  `  indicator:\n    metadata: { name: sli }\n    spec:\n      ratioMetric: { counter: ${counter}, ${part}, total: ${source(total)} }\n`;
const GOOD = ratio(`good: ${source('sum(orders_total{state="done"})')}`, "sum(orders_total)");
const TARGET = "  objectives: [{ target: 0.99 }]\n";

const problemsIn = (text: string) =>
  openSlosIn({ "slos/shop.yml": text }).problems.map((one) => `${one.line}: ${one.message}`);

/** The objectives that a document adds to the service shop. */
function objectivesOf(text: string, more: object = {}) {
  const before = settings(more);
  const { services } = withOpenSlos(before, openSlosIn({ "slos/shop.yml": text }));
  const of = (all: typeof services) => all.find(({ name }) => name === "shop")?.slos ?? [];
  return of(services).slice(of(before.services).length);
}

describe("what is read", () => {
  test("counters count by their rates, gauges as they are", () => {
    expect(objectivesOf(HEAD + WINDOW + GOOD + TARGET)).toEqual([
      {
        kind: "ratio",
        name: "checkout-works",
        objective: 0.99,
        total: "sum(rate(orders_total[5m]))",
        good: 'sum(rate(orders_total{state="done"}[5m]))',
      },
    ]);
    const gauges = ratio(`bad: ${source("queue_late")}`, "queue_length", false);
    expect(objectivesOf(HEAD + gauges + TARGET)).toMatchObject([{ total: "queue_length", bad: "queue_late" }]);
  });

  test("queries in Sloth's form have their window filled in", () => {
    const query = (selector: string) => `sum(rate(${selector}[{{.window}}]))`;
    const document = HEAD + ratio(`bad: ${source(query("orders_failed_total"))}`, query("orders_total")) + TARGET;
    expect(objectivesOf(document)).toMatchObject([{ bad: "sum(rate(orders_failed_total[5m]))" }]);
  });

  test("a threshold, a ratio that is there already, and slices of time", () => {
    const threshold = `  indicator: { spec: { thresholdMetric: ${source("queue_age_seconds")} } }\n`;
    const at = (more = "") => `  objectives: [{ op: lte, value: 30, targetPercent: 99.5${more} }]\n`;
    expect(objectivesOf(HEAD + threshold + at())).toMatchObject([
      { objective: 0.995, total: "(queue_age_seconds) * 0 + 1", good: "(queue_age_seconds) <= bool 30" },
    ]);
    const slices = "  budgetingMethod: Timeslices\n";
    expect(objectivesOf(HEAD + slices + threshold + at(", timeSliceTarget: 0.9, timeSliceWindow: 5"))).toMatchObject([
      { good: "avg_over_time(((queue_age_seconds) <= bool 30)[5m:30s]) >= bool 0.9" },
    ]);
    const raw = `  indicator: { spec: { ratioMetric: { rawType: failure, raw: ${source("job_failed_ratio")} } } }\n`;
    expect(objectivesOf(HEAD + raw + TARGET)).toMatchObject([{ good: "1 - (job_failed_ratio)" }]);
    expect(
      objectivesOf(
        `${HEAD + slices + GOOD}  objectives: [{ target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 2m }]\n`,
      ),
    ).toMatchObject([{ total: "(sum(sum(rate(orders_total[2m]))) > 0) * 0 + 1" }]);
  });

  test("an SLI of another file, several objectives, and kinds that say nothing of measuring", () => {
    const sli = `apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: done }\nspec:\n  ratioMetric: { counter: true, good: ${source("a_total")}, total: ${source("b_total")} }\n`;
    const slo = `${HEAD}  indicatorRef: done\n  objectives: [{ target: 0.9 }, { target: 0.99 }]\n`;
    const others = "---\napiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n";
    const found = openSlosIn({ "slos/sli.yml": sli, "slos/slo.yml": slo + others });
    expect(found.problems).toEqual([]);
    const { services } = withOpenSlos(settings(), found);
    const added = services.find(({ name }) => name === "shop")?.slos.filter(({ kind }) => kind === "ratio");
    expect(added).toMatchObject([
      { name: "checkout-works-1", objective: 0.9 },
      { name: "checkout-works-2", objective: 0.99 },
    ]);
  });
});

describe("what is refused, with its line", () => {
  test.each([
    ["another version", HEAD.replace("openslo/v1", "openslo/v1alpha"), /^1: apiVersion: .*openslo\/v1/],
    ["another window", `${HEAD}  timeWindow: [{ duration: 28d, isRolling: true }]\n${GOOD}${TARGET}`, /^6: .*30d/],
    ["another source", HEAD + GOOD.replace("type: Prometheus", "type: Datadog") + TARGET, /Prometheus/],
    ["a query that is no PromQL", HEAD + ratio(`good: ${source("sum(a")}`, "b") + TARGET, /^9: This is not PromQL/],
    ["good and bad", HEAD + ratio(`good: ${source("a")}, bad: ${source("c")}`, "b") + TARGET, /good or bad/],
    ["no target", `${HEAD + GOOD}  objectives: [{ displayName: x }]\n`, /^10: .*target or targetPercent/],
    ["text that is no YAML", `${HEAD}  - [`, /^6: /],
  ])("%s", (_, text, message) => {
    const problems = problemsIn(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join("\n")).toMatch(message);
  });

  test.each([
    [
      "a service that is not there",
      (HEAD + GOOD + TARGET).replace("service: shop", "service: shpo"),
      'Did you mean "shop"?',
    ],
    ["an SLI that is not there", `${HEAD}  indicatorRef: done\n${TARGET}`, "no SLI of that name"],
    [
      "a target of 1",
      `${HEAD + GOOD}  objectives: [{ targetPercent: 100 }]\n`.replace("100", "99.99999999999"),
      "0.999",
    ],
    [
      "a bound that is no bucket of its service",
      HEAD +
        ratio(
          `good: ${source('app_request_duration_seconds_bucket{le="0.333"}')}`,
          "app_request_duration_seconds_count",
        ) +
        TARGET,
      'found le="0.333", which is no bucket',
    ],
    ["the same objective twice", `${HEAD + GOOD + TARGET}---\n${HEAD + GOOD + TARGET}`, "a second objective"],
  ])("%s", (_, text, message) => {
    const buckets = [0.1, 0.5, 1];
    const services = [{ name: "shop", mixin: "service", targets: ["10.0.0.1:80"], options: { buckets } }];
    const check = () => objectivesOf(text, { services });
    expect(check).toThrow(message);
  });
});

describe.skipIf(!tools)("through promtool", () => {
  const SERIES = 'job="service",instance="10.0.0.1:5000",service="shop",team="sales"';

  async function refusal(document: string, given: Record<string, string>, expected: Record<string, readonly string[]>) {
    const found = openSlosIn({ "slos/shop.yml": document });
    const { groups } = assemble("test", withOpenSlos(settings(), found), endpoints);
    const alerts = groups.flatMap((group) => group.alerts).filter(({ alert }) => alert.name.startsWith("Slo"));
    const read = recordingsReadBy(
      alerts.map(({ expr }) => expr),
      groups.flatMap(({ recordings }) => recordings),
    );
    const own = groups
      .map((group) => ({
        ...group,
        alerts: group.alerts.filter((one) => alerts.includes(one)),
        recordings: group.recordings.filter((one) => read.has(one)),
      }))
      .filter((group) => group.alerts.length + group.recordings.length > 0);
    const folder = await mkdtemp(join(tmpdir(), "open-slo-"));
    try {
      for (const group of own) await writeFile(join(folder, `${group.name}.yml`), ruleFile(group));
      const file = {
        rule_files: own.map(({ name }) => `${name}.yml`),
        evaluation_interval: "10s",
        tests: [
          {
            interval: "30s",
            input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
            promql_expr_test: Object.entries(expected).map(([eval_time, names]) => ({
              expr: 'count by (alertname, service, team) (ALERTS{slo="checkout-works",alertname=~"SloBudgetBurningFast|SloNotMeasured",alertstate="firing"})',
              eval_time,
              exp_samples: names.map((name) => ({
                labels: `{alertname="${name}",service="shop",team="sales"}`,
                value: 1,
              })),
            })),
          },
        ],
      };
      await writeFile(join(folder, "test.yml"), yaml(file));
      const { ok, output } = await run(tools?.promtool ?? "", ["test", "rules", join(folder, "test.yml")], {
        environment: readEnvironment(),
        timeoutSeconds: 60,
      });
      return ok ? "" : output;
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  const orders = (done: string, failed: string) => ({
    [`orders_total{${SERIES},state="done"}`]: done,
    [`orders_total{${SERIES},state="failed"}`]: failed,
  });

  test("a budget that burns fires for the service and its team, and one that is kept does not", async () => {
    const document = HEAD + WINDOW + GOOD + TARGET;
    expect(
      await refusal(document, orders("0+300x60 18000x60", "0x60 0+300x60"), {
        "20m": [],
        "40m": ["SloBudgetBurningFast"],
      }),
    ).toBe("");
    expect(await refusal(document, orders("0+300x120", "0x120"), { "20m": [], "55m": [] })).toBe("");
  }, 120_000);

  test("a bound that no bucket has is found by the check that it is measured", async () => {
    const bad = ratio(`good: ${source('sum(pay_seconds_bucket{le="0.333"})')}`, "sum(pay_seconds_count)");
    const given = {
      [`pay_seconds_count{${SERIES}}`]: "0+300x120",
      [`pay_seconds_bucket{${SERIES},le="0.5"}`]: "0+300x120",
    };
    expect(await refusal(HEAD + bad + TARGET, given, { "5m": [], "20m": ["SloNotMeasured"] })).toBe("");
  }, 120_000);
});
