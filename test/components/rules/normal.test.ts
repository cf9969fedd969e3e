// What a healthy target shows: counters that only grow, traffic that follows the day, histograms that hold together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  about,
  ago,
  always,
  around,
  type Course,
  counter,
  DEFAULT_BUCKETS,
  every,
  gauge,
  histogram,
  type Moment,
  type Normal,
  observed,
  samplesOf,
  startTime,
  steadily,
  summary,
  traffic,
  uptime,
} from "../../../components/rules";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 5, 10) / 1000;

const moment = (uptimeSeconds: number, start = MIDNIGHT): Moment => ({ start, now: start + uptimeSeconds });

/** A process of up to a year, and two times in its life, in seconds. */
const life = fc
  .tuple(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 0, max: 365 * DAY }), fc.integer({ min: 0, max: 7 * DAY }))
  .map(([start, earlier, between]) => ({ earlier: moment(earlier, start), later: moment(earlier + between, start) }));

const perSecond = fc.double({ min: 1e-4, max: 1e6, noNaN: true });

const COUNTERS: Record<string, (rate: number) => Course> = {
  traffic,
  steadily,
  every: (rate) => every(1 / rate),
};

describe.each(Object.entries(COUNTERS))("a counter of %s", (_, of) => {
  test("starts at 0 with its process, and never falls while it runs", () => {
    fc.assert(
      fc.property(life, perSecond, ({ earlier, later }, rate) => {
        const shown = of(rate);
        expect(shown({ start: later.start, now: later.start })).toBe(0);
        expect(shown(later)).toBeGreaterThanOrEqual(shown(earlier));
      }),
    );
  });

  test("has its rate on average over whole weeks", () => {
    expect(of(2)(moment(4 * 7 * DAY)) / (4 * 7 * DAY)).toBeCloseTo(2, 2);
  });
});

describe("traffic", () => {
  const rateAt = (hour: number) => {
    const at = (time: number) => traffic(100)(moment(time));
    return (at(hour * HOUR + HOUR) - at(hour * HOUR)) / HOUR;
  };

  test("is a third above its mean in the afternoon, and a third below it at night", () => {
    expect(rateAt(14.5)).toBeGreaterThan(125);
    expect(rateAt(2.5)).toBeLessThan(75);
  });

  test("is what gauges follow, as far as they say", () => {
    const [night, afternoon] = [moment(3 * HOUR), moment(15 * HOUR)];
    expect(around(100)(afternoon)).toBeGreaterThan(around(100)(night) * 1.15);
    expect(around(100, 0)(afternoon)).toBe(100);
    expect(always(100)(afternoon)).toBe(always(100)(night));
  });

  test("never takes a gauge to nothing, and `about` counts whole things", () => {
    fc.assert(
      fc.property(life, fc.double({ min: 1, max: 1e9, noNaN: true }), ({ later }, mean) => {
        expect(around(mean, 1)(later)).toBeGreaterThan(mean / 4);
        expect(about(mean)(later)).toSatisfy(Number.isInteger);
      }),
    );
  });
});

describe("times", () => {
  test("are ago, or ahead, of now, whenever the process started", () => {
    expect(ago(900)(moment(5))).toBe(MIDNIGHT + 5 - 900);
    expect(ago(-DAY)(moment(5))).toBe(MIDNIGHT + 5 + DAY);
  });

  test("are the process's start, and how long it has run", () => {
    expect([startTime(moment(5)), uptime(moment(5))]).toEqual([MIDNIGHT, 5]);
  });

  test("of what happens every minute are one a minute, the first after a minute", () => {
    expect([0, 59, 60, 119, 120, 600].map((seconds) => every(60)(moment(seconds)))).toEqual([0, 0, 1, 1, 2, 10]);
  });
});

const duration = histogram("request_seconds", "seconds", "Duration.", { route: 2 }, DEFAULT_BUCKETS.length);

/** The values of the samples of one part of a metric, by a label. */
function valuesBy(label: string, part: string, normal: Normal, metric = duration, at = moment(30 * DAY)) {
  const samples = samplesOf(metric, normal, at).filter(({ name }) => name === metric.name + part);
  return new Map(samples.map(({ labels, value }) => [labels[label], value]));
}

/** As PromQL's histogram_quantile has it: linear in the bucket where the quantile lies. */
function histogramQuantile(share: number, buckets: Map<string | undefined, number>): number {
  const rows = [...buckets].map(([le, count]) => ({ le: Number(le?.replace("+Inf", "Infinity")), count }));
  const rank = share * (rows.at(-1)?.count ?? 0);
  const at = rows.findIndex(({ count }) => count >= rank);
  const [below, bucket] = [rows[at - 1] ?? { le: 0, count: 0 }, rows[at]];
  if (!bucket) throw new Error("no buckets");
  return below.le + ((bucket.le - below.le) * (rank - below.count)) / (bucket.count - below.count);
}

describe("a histogram", () => {
  const shape = fc.record({
    perSecond: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
    median: fc.double({ min: 1e-3, max: 20, noNaN: true }),
    spread: fc.double({ min: 0.05, max: 2, noNaN: true }),
  });

  test("has cumulative buckets of whole observations, the last of which is the count", () => {
    fc.assert(
      fc.property(life, shape, ({ later }, args) => {
        const normal = { request_seconds: observed(args) };
        const buckets = valuesBy("le", "_bucket", normal, duration, later);
        const counts = [...buckets.values()];
        expect([...buckets.keys()]).toEqual([...DEFAULT_BUCKETS.map(String), "+Inf"]);
        expect(counts).toEqual([...counts].sort((a, b) => a - b));
        expect(counts).toSatisfy((all: number[]) => all.every((count) => Number.isInteger(count) && count >= 0));
        expect(counts.at(-1)).toBe(valuesBy("route", "_count", normal, duration, later).get(undefined));
      }),
    );
  });

  test("never falls in any of its series while its process runs", () => {
    fc.assert(
      fc.property(life, shape, ({ earlier, later }, args) => {
        const normal = { request_seconds: observed(args) };
        const before = samplesOf(duration, normal, earlier);
        const fallen = samplesOf(duration, normal, later).filter(
          ({ value }, index) => value < (before[index]?.value ?? 0),
        );
        expect(fallen).toEqual([]);
      }),
    );
  });

  test("starts empty", () => {
    const samples = samplesOf(duration, { request_seconds: observed({ perSecond: 5, median: 1 }) }, moment(0));
    expect(new Set(samples.map(({ value }) => value))).toEqual(new Set([0]));
  });

  test("has its median in the middle, and one observation in twenty above 2.3 times that", () => {
    // Fine buckets, so that what is between two bounds does not count.
    const bounds = Array.from({ length: 400 }, (_, index) => (index + 1) / 100);
    const normal = { request_seconds: observed({ perSecond: 50, median: 0.8, spread: 0.5, bounds }) };
    const buckets = valuesBy("le", "_bucket", normal);
    expect(histogramQuantile(0.5, buckets)).toBeCloseTo(0.8, 2);
    expect(histogramQuantile(0.95, buckets) / 0.8).toBeCloseTo(Math.exp(1.645 * 0.5), 1);
  });

  test("has the mean of a lognormal: above its median", () => {
    const normal = { request_seconds: observed({ perSecond: 50, median: 0.8, spread: 0.5 }) };
    const of = (part: string) => valuesBy("route", part, normal).get(undefined) ?? Number.NaN;
    expect(of("_sum") / of("_count")).toBeCloseTo(0.8 * Math.exp(0.125), 4);
  });

  test("is shown for each set of labels apart", () => {
    const normal: Normal = {
      request_seconds: [
        [{ route: "/" }, observed({ perSecond: 2, median: 0.1 })],
        [{ route: "/slow" }, observed({ perSecond: 1, median: 1 })],
      ],
    };
    const counts = valuesBy("route", "_count", normal);
    expect([...counts.keys()]).toEqual(["/", "/slow"]);
    expect((counts.get("/") ?? 0) / (counts.get("/slow") ?? 0)).toBeCloseTo(2, 3);
  });
});

describe("a summary", () => {
  test("has its quantiles as values, the middle one being the median", () => {
    const metric = summary("pause_seconds", "seconds", "Pauses.", {}, 3);
    const normal = { pause_seconds: observed({ perSecond: 1, median: 0.02, spread: 0.4, bounds: [0.1, 0.5, 0.9] }) };
    const quantiles = valuesBy("quantile", "", normal, metric);
    expect([...quantiles.keys()]).toEqual(["0.1", "0.5", "0.9"]);
    const [low = 0, middle = 0, high = 0] = quantiles.values();
    expect(middle).toBeCloseTo(0.02, 4);
    // A lognormal is as far above its median as below it, as a factor.
    expect(high / middle).toBeCloseTo(middle / low, 2);
    expect(high / middle).toBeCloseTo(Math.exp(1.2816 * 0.4), 1);
  });
});

describe("the samples of a metric", () => {
  const requests = counter("requests_total", "count", "Requests.", { status: 2 });

  test("are none where nothing is said of it, or nothing is to be shown", () => {
    expect(samplesOf(requests, {}, moment(0))).toEqual([]);
    expect(samplesOf(requests, { requests_total: [] }, moment(0))).toEqual([]);
  });

  test("are one without labels, or one for each set", () => {
    expect(samplesOf(gauge("up", "count", "Up."), { up: always(1) }, moment(0))).toEqual([
      { name: "up", labels: {}, value: 1 },
    ]);
    const bySet: Normal = {
      requests_total: [
        [{ status: "200" }, steadily(2)],
        [{ status: "500" }, always(0)],
      ],
    };
    expect(samplesOf(requests, bySet, moment(10))).toEqual([
      { name: "requests_total", labels: { status: "200" }, value: 20 },
      { name: "requests_total", labels: { status: "500" }, value: 0 },
    ]);
  });
});
