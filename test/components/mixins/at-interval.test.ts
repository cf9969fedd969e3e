// Whatever the scrape interval, no rule is without data: every window over scraped series has two samples at least.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atInterval, CORE_MIXINS } from "../../../components/mixins";
import { widened } from "../../../components/mixins/at-interval";
import { assemble, mixinsInUse, type Settings } from "../../../components/monitoring";
import { readingsIn } from "../../../components/promql";
import { type Duration, expressionsOf, seconds } from "../../../components/rules";
import { endpoints, everyMixin } from "../../support/environment";

const INTERVALS: Duration[] = ["5s", "10s", "15s", "30s", "60s", "5m"];

const scrapedEvery = (interval: Duration): Settings => {
  const usual = everyMixin();
  return { ...usual, scrape: { ...usual.scrape, interval } };
};

const exprsOf = (settings: Settings) =>
  mixinsInUse(settings).map((mixin) => ({
    name: mixin.name,
    exprs: [
      ...mixin.recordings.map(({ expr }) => expr),
      ...mixin.alerts.flatMap(expressionsOf),
      ...mixin.dashboards.flatMap(({ rows }) =>
        rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => Object.values(queries))),
      ),
    ],
  }));

const windowsIn = (expr: string) =>
  readingsIn(expr)
    .filter(({ selector: { name = "" }, reads }) => reads === "range" && !name.includes(":") && name !== "ALERTS")
    .map(({ seconds: window = 0 }) => window);

describe.each(INTERVALS)("scraped every %s", (interval) => {
  const every = seconds(interval);

  test("every window over scraped series of every mixin has two samples", () => {
    const mixins = exprsOf(scrapedEvery(interval));
    const windows = mixins.flatMap(({ exprs }) => exprs.flatMap(windowsIn));
    expect(windows.length).toBeGreaterThan(100);
    const short = mixins.flatMap(({ name, exprs }) =>
      exprs.filter((expr) => windowsIn(expr).some((window) => window < 2 * every)).map((expr) => `${name}: ${expr}`),
    );
    expect(short).toEqual([]);
  });

  test("what is judged on newest values is seen by two scrapes before it fires, unless it fires at once", () => {
    const early = mixinsInUse(scrapedEvery(interval)).flatMap(({ alerts }) =>
      alerts.flatMap((alert) => {
        const reads = expressionsOf(alert).some((expr) =>
          readingsIn(expr).some(({ selector, reads }) => reads === "now" && !selector.name?.includes(":")),
        );
        const waits = typeof alert.for === "string" ? [alert.for] : Object.values(alert.for);
        const few = waits.filter((one) => seconds(one) > 0 && seconds(one) < every);
        return reads && typeof alert.expr === "string" && few.length > 0 ? [`${alert.name} ${few}`] : [];
      }),
    );
    expect(early).toEqual([]);
  });

  test("every alert that is late says with which interval it would not be", () => {
    const { groups } = assemble("test", scrapedEvery(interval), endpoints);
    const alerts = groups.flatMap((group) => group.alerts);
    const late = alerts.filter(
      ({ latencySeconds, severity }) => latencySeconds > { critical: 120, warning: 900, info: 3600 }[severity],
    );
    expect(late.every(({ late }) => late && seconds(late.holdsAt) < every)).toBe(true);
    expect(late.length > 0).toBe(every > 15);
  });
});

test("at their own intervals mixins read as they are written", () => {
  const { node } = CORE_MIXINS;
  expect(atInterval(node, () => ({ written: "10s", slowest: "10s" }))).toEqual(node);
});

test("limits of ages widen likewise, and thresholds of alerts on ages", () => {
  const paceOf = () => ({ written: "15s", slowest: "5m" }) as const;
  expect(widened('time() - seen{job="a"} < 60 and b > 60', paceOf)).toBe('time() - seen{job="a"} < 1200 and b > 60');
  expect(widened("time() - max(seen) < 3600", paceOf)).toBe("time() - max(seen) < 3600");
  expect(widened("time() - expiry > -86400", paceOf)).toBe("time() - expiry > -86400");
  const { prometheus } = CORE_MIXINS;
  const stored = atInterval(prometheus, paceOf).alerts.find(({ name }) => name === "PrometheusStoresNothing");
  expect(stored).toMatchObject({ above: { critical: 900 }, for: "10m", exprHolds: "15m" });
});

test("windows widen to as many scrapes as they had, up to four, and nothing else changes", () => {
  const at = (slowest: Duration) => (expr: string) => widened(expr, () => ({ written: "10s", slowest }));
  const slow = at("60s");
  expect(slow('rate(a_total{job="x"}[1m]) / rate(b_total[30s] offset 5m)')).toBe(
    'rate(a_total{job="x"}[4m]) / rate(b_total[3m] offset 5m)',
  );
  expect(slow("rate(a_total[5m]) and avg_over_time(a:b:c[30s]) > 0")).toBe(
    "rate(a_total[5m]) and avg_over_time(a:b:c[30s]) > 0",
  );
  expect(slow("max_over_time(rate(a_total[1m])[10m:1m])")).toBe("max_over_time(rate(a_total[4m])[10m:1m])");
  expect(at("5m")("increase(a_total[10m])")).toBe("increase(a_total[20m])");
  expect(at("5s")("rate(a_total[30s])")).toBe("rate(a_total[30s])");
});

test("a window never has fewer than two samples, nor shrinks, whatever the intervals", () => {
  const length = fc.integer({ min: 5, max: 300 });
  fc.assert(
    fc.property(length, length, fc.integer({ min: 10, max: 7200 }), (written, slowest, window) => {
      const expr = widened(`rate(a_total[${window}s])`, () => ({ written: `${written}s`, slowest: `${slowest}s` }));
      const [found = 0] = windowsIn(expr);
      expect(found).toBeGreaterThanOrEqual(Math.max(window, 2 * slowest));
    }),
  );
});

test("the job that a selector names decides, not the mixin that reads it", () => {
  const fast = { written: "10s", slowest: "10s" } as const;
  const paceOf = (job: string | undefined) => (job === "slow" ? ({ written: "10s", slowest: "60s" } as const) : fast);
  expect(widened('rate(a{job="slow"}[1m]) + rate(a{job="fast"}[1m]) + rate(a[1m])', paceOf)).toBe(
    'rate(a{job="slow"}[4m]) + rate(a{job="fast"}[1m]) + rate(a[1m])',
  );
});

test("an alert that waits for a window, be it of a recording, says that it waits longer", () => {
  const worker = (interval: Duration) =>
    assemble("test", scrapedEvery(interval), endpoints)
      .groups.flatMap(({ alerts }) => alerts)
      .find(({ alert }) => alert.name === "WorkerQueueUnserved")?.latencySeconds;
  // A scrape, an evaluation, the window, two evaluations of `for` and the group's wait.
  expect(worker("15s")).toBe(15 + 10 + 60 + 20 + 5);
  expect(worker("60s")).toBe(60 + 10 + 240 + 20 + 5);
});
