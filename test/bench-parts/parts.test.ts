// The pure parts of the benchmarks: expressions by hand, alerts without guards, percentiles, growth, tables, estates.
import { describe, expect, test } from "vitest";
import { namesIn } from "../../components/promql";
import { FAULTS } from "../bench/detection/faults";
import { estateOf, estateSettings, shownBy } from "../bench/estate/estate";
import { unguarded } from "../bench/noise/unguarded";
import { byHand } from "../bench/queries/by-hand";
import { panelQueries } from "../bench/queries/panels";
import { growthExponent, quantile } from "../bench/shared/statistics";
import { asMarkdown, asText } from "../bench/shared/table";

describe("an expression by hand", () => {
  const recordings = new Map([
    ["host:cpu:rate5m", "sum by (host) (rate(cpu_total[5m]))"],
    ["host:busy:ratio", 'host:cpu:rate5m / rate(all_total{mode="all"}[5m])'],
    ["host:last:value", "now or host:last:value"],
  ]);
  const has = (_: string, label: string) => ["host", "mode"].includes(label);
  const of = (expr: string) => byHand(expr, { recordings, has });

  test("has what computes a recording in its place, however deep", () => {
    expect(of("max(host:busy:ratio)")).toBe(
      'max(((sum by (host) (rate(cpu_total[5m]))) / rate(all_total{mode="all"}[5m])))',
    );
  });

  test("has a recording's matchers on the selectors within", () => {
    expect(of('host:cpu:rate5m{host="a"}')).toContain('rate(cpu_total{host="a"}[5m])');
    expect(of('host:busy:ratio{host=~"a|b"}')).toContain('all_total{host=~"a|b",mode="all"}');
  });

  test("has no matcher that takes everything", () => {
    expect(of('host:cpu:rate5m{host=~".*"}')).toBe(of("host:cpu:rate5m"));
  });

  test("takes of the result what its selectors cannot take", () => {
    const expr = of('host:cpu:rate5m{zone="a"}');
    expect(expr).toContain("rate(cpu_total[5m])");
    expect(expr).toContain("zone");
  });

  test("reads a range of a recording as a subquery, and leaves raw metrics alone", () => {
    expect(of("max_over_time(host:cpu:rate5m[1h])")).toMatch(/max_over_time\(\(.*\)\[1h:60s\]\)/);
    expect(of('rate(cpu_total{host=~"$host"}[5m])')).toBe('rate(cpu_total{host=~"$host"}[5m])');
  });

  test("is a rate over the window where a recording averages what each scrape brought", () => {
    const recordings = new Map([
      ["host:sent:irate30s", "sum by (host) (irate(sent_total[30s]))"],
      ["host:sent:rate5m", "avg_over_time(host:sent:irate30s[295s])"],
    ]);
    const sent = (expr: string) => byHand(expr, { recordings, has });
    expect(sent('max(host:sent:rate5m{host="a"})')).toBe('max(((sum by (host) (rate(sent_total{host="a"}[5m])))))');
    expect(sent("max_over_time(host:sent:irate30s[1h])")).toContain("irate(sent_total[30s])");
  });

  test("goes on reading itself where a recording does", () => {
    expect(of("host:last:value")).toContain("now or host:last:value");
  });
});

test("no panel by hand reads a recording that does not read itself", () => {
  const estate = estateOf(estateSettings(10));
  const recordings = estate.monitoring.groups.flatMap((group) => group.recordings);
  const itself = new Set(
    recordings.filter(({ record, expr }) => namesIn(expr).metrics.has(record)).map(({ record }) => record),
  );
  const recorded = new Set(recordings.map(({ record }) => record).filter((record) => !itself.has(record)));
  const queries = panelQueries(estate);
  expect(queries.length).toBeGreaterThan(200);
  expect(
    queries.filter(({ ours }) => [...namesIn(ours).metrics].some((name) => recorded.has(name))).length,
  ).toBeGreaterThan(90);
  for (const query of queries) {
    expect(
      [...namesIn(query.byHand).metrics].filter((name) => recorded.has(name)),
      query.panel,
    ).toEqual([]);
  }
});

test.each([
  ["a > 1", "a > 1"],
  ["a and b > 2", "a"],
  ["(a and on (x) b unless c) > 1", "(a) > 1"],
  ["(a and b) or (c unless d)", "(a) or (c)"],
])("an alert %s is %s without its guards", (expr, without) => {
  expect(unguarded(expr)).toBe(without);
});

describe("a percentile", () => {
  test.each([
    [0.5, 50],
    [0.95, 95],
    [1, 100],
  ])("of the numbers to 100: %d is %d", (share, value) => {
    const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(numbers, share)).toBe(value);
  });

  test("of one value is that, and of none there is none", () => {
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.95)).toBeNaN();
  });
});

test.each([1, 2, 0.5])("growth with the %dth power is found", (exponent) => {
  const points = [10, 50, 200].map((size) => ({ size, cost: 3 * size ** exponent }));
  expect(growthExponent(points)).toBeCloseTo(exponent, 6);
});

test("a table is set in columns, and has its bars escaped in Markdown", () => {
  const table = {
    title: "T",
    columns: ["name", "s"],
    rows: [
      ["a|b", 1234.5],
      ["c", 0.01234],
      ["d", Number.NaN],
    ],
  };
  expect(asText(table).split("\n").slice(0, 5)).toEqual([
    "T",
    "  name       s",
    "  ------------",
    "  a|b    1,235",
    "  c     0.0123",
  ]);
  expect(asMarkdown(table)).toContain("| a\\|b | 1,235 |");
  expect(asMarkdown(table)).toContain("| c | 0.0123 |");
  expect(asMarkdown(table)).toContain("| d | – |");
});

describe("an estate", () => {
  const estate = estateOf(estateSettings(20));

  test("has as many services as asked for, on hosts, in containers", () => {
    const services = new Set(estate.settings.services.map(({ name }) => name));
    expect(services.size).toBe(20 + 1);
    expect(estate.targets.filter(({ job }) => job === "node")).toHaveLength(4);
    expect(estate.targets.filter(({ job }) => job === "container")).toHaveLength(4);
  });

  test("shows on every target what its mixin knows, each series once and the same ones always", () => {
    for (const target of estate.targets) {
      const [first, later] = [1_000_000, 1_100_000].map((now) =>
        shownBy(target, { now, start: 500_000 }).map(({ name, labels }) => JSON.stringify([name, labels])),
      );
      expect(first?.length, target.mixin.name).toBeGreaterThan(0);
      expect(new Set(first).size).toBe(first?.length);
      expect(later).toEqual(first);
    }
  });

  test("shows services under the names of their own naming", () => {
    const of = (service: string) =>
      estate.targets.find(({ job, labels }) => job === "service" && labels.service === service);
    const names = (service: string) => {
      const target = of(service);
      return target ? shownBy(target, { now: 1_000_000, start: 0 }).map(({ name }) => name) : [];
    };
    expect(names("service-1")).toContain("app_requests_total");
    expect(names("service-5")).toContain("http_requests_total");
    expect(names("service-5")).not.toContain("app_requests_total");
  });
});

describe("a fault", () => {
  const sample = (labels: Record<string, string>, value: number, name = "app_requests_total") => ({
    name,
    labels,
    value,
  });
  const fault = (name: string) => {
    const found = FAULTS.find((one) => one.name === name);
    if (!found) throw new Error(`no fault ${name}`);
    return found;
  };

  test("of errors turns half of the answers since then into failures, and loses none", () => {
    const route = { method: "GET", endpoint: "/" };
    const at = (good: number, bad: number) => [
      sample({ ...route, status: "200" }, good),
      sample({ ...route, status: "500" }, bad),
    ];
    const shown = fault("errors").shows({ atFault: at(100, 1), now: at(300, 2), since: 10, time: 0 });
    expect(shown).toEqual(at(200, 102));
  });

  test("of latency lets only the buckets above four seconds go on", () => {
    const name = "app_request_duration_seconds_bucket";
    const at = (value: number) => ["1", "2.5", "5", "+Inf"].map((le) => sample({ le }, value, name));
    const shown = fault("latency").shows({ atFault: at(10), now: at(30), since: 10, time: 0 });
    expect(shown !== "down" && shown.map(({ value }) => value)).toEqual([10, 10, 30, 30]);
  });
});
