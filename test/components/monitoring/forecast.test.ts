// How many series there will be: by job, metric and rule group, and against the budget.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mixin, SERVICE_MIXINS } from "../../../components/mixins";
import { assemble, mixinsInUse, parseSettings } from "../../../components/monitoring";
import { type Forecast, forecast } from "../../../components/monitoring/forecast";
import { seriesShown } from "../../../components/monitoring/forecast/shown";
import { endpoints, everyMixin } from "../../support/environment";

const GENERATOR = "127.0.0.1:5001";
const SYNTHETIC = 5;

function forecastOf(more: object = {}): Forecast {
  const settings = parseSettings({ hosts: [{ name: "web-1" }], ...more });
  const monitoring = assemble("local", settings, { ...endpoints, generator: GENERATOR });
  return forecast(monitoring, mixinsInUse(settings), settings.limits);
}

const jobOf = ({ jobs }: Forecast, name: string) => {
  const found = jobs.find((job) => job.name === name);
  if (!found) throw new Error(`no job ${name} among ${jobs.map((job) => job.name).join(", ")}`);
  return found;
};

const groupOf = ({ groups }: Forecast, name: string) => {
  const found = groups.find((group) => group.name === name);
  if (!found) throw new Error(`no group ${name} among ${groups.map((group) => group.name).join(", ")}`);
  return found;
};

const redis = { name: "cache", mixin: "redis", targets: ["10.0.0.1:9121", "10.0.0.2:9121"] };
const sample = {
  name: "sample",
  mixin: "service",
  targets: ["127.0.0.1:5000"],
  probes: [{ http: "http://127.0.0.1:5000/health" }],
};

/** How `count by (job) ({__name__=~".+"})` answered in the local environment of Pulumi.local.yaml, minutes after its start. */
const REAL = { prometheus: 1137, node: 556, alertmanager: 590, service: 148, blackbox: 65, probe: 23, "": 50 };

describe("the forecast of the local environment", () => {
  const local = forecastOf({ services: [sample] });

  test.each(Object.entries(REAL))("is within 20 % of what its Prometheus had, for the job %j", (job, real) => {
    const expected = local.byJob.find((row) => row.job === job)?.expected ?? 0;
    expect(Math.abs(expected - real) / real, `${expected} are expected, ${real} were there`).toBeLessThan(0.2);
  });

  test("names no other job, and was counted in all of them", () => {
    expect(local.byJob.map(({ job }) => job).sort()).toEqual(Object.keys(REAL).sort());
    expect(local.atLeast).toBe(false);
  });
});

describe("a scrape job", () => {
  test("brings what its exporter gives, and five series of Prometheus' own, for each target", () => {
    expect(jobOf(forecastOf({ services: [redis] }), "redis")).toMatchObject({
      job: "redis",
      targets: 2,
      certainty: "measured",
      expected: 2 * (280 + SYNTHETIC),
      limit: 40_000,
    });
  });

  test("whose exporter nobody has counted brings at least what the catalogue's healthy target shows", () => {
    const made = forecastOf({ services: [{ name: "queue", mixin: "rabbitmq", targets: ["10.0.0.1:15692"] }] });
    const { certainty, expected, metrics } = jobOf(made, "rabbitmq");
    const named = metrics.reduce((sum, metric) => sum + metric.expected, 0);
    expect(certainty).toBe("catalogue");
    expect(Math.abs(expected - SYNTHETIC - named)).toBeLessThan(metrics.length / 2);
    expect(made.atLeast).toBe(true);
  });

  test("of a generated service brings just what is made up", () => {
    const { certainty, expected, bound, metrics } = jobOf(
      forecastOf({ services: [{ name: "cache", mixin: "redis", generated: true }] }),
      "redis",
    );
    const named = metrics.reduce((sum, metric) => sum + metric.expected, 0);
    expect({ certainty, expected, bound }).toEqual({
      certainty: "measured",
      expected: named + 2 * SYNTHETIC,
      bound: expected,
    });
  });

  test("beside a service's own brings the catalogue's metrics alone, under the mixin's name", () => {
    const made = forecastOf({ services: [{ ...sample, extraMixins: ["nodejs"] }] });
    const beside = jobOf(made, "nodejs-beside");
    expect(beside).toMatchObject({ job: "nodejs", certainty: "catalogue" });
    expect(beside.expected).toBeLessThan(84);
    expect(made.byJob.map(({ job }) => job)).toContain("nodejs");
  });

  test("has what its targets show for other mixins as well, unless it was counted with them", () => {
    const own = (service: object, job: string) => jobOf(forecastOf({ services: [service] }), job).expected;
    const api = { name: "api", mixin: "nodejs", targets: ["10.0.0.1:80"] };
    expect(own({ ...api, extraMixins: ["llm"] }, "nodejs")).toBeGreaterThan(own(api, "nodejs"));
    expect(own({ ...sample, extraMixins: ["nodejs"] }, "service")).toBe(own(sample, "service"));
  });

  test("of probes brings more of a page over TLS than of a port", () => {
    const probes = [{ https: "https://10.0.0.1/" }, { http: "http://10.0.0.1/" }, { tcp: "10.0.0.1:22" }].map((one) =>
      "https" in one ? { http: one.https } : one,
    );
    const expected = probes.map((probe) => jobOf(forecastOf({ services: [{ ...sample, probes: [probe] }] }), "probe"));
    expect(expected.map((job) => job.expected)).toEqual([21 + SYNTHETIC, 17 + SYNTHETIC, 6 + SYNTHETIC]);
  });

  test("that finds its targets elsewhere has none yet, and nobody knows more", () => {
    expect(jobOf(forecastOf(), "drill")).toMatchObject({ targets: 0, certainty: "unknown", expected: 0, bound: 0 });
  });

  test("is never bound to more than its limit of samples lets in", () => {
    const { bound, targets, metrics, limit } = jobOf(
      forecastOf({ services: [{ name: "db", mixin: "postgres", targets: ["10.0.0.1:9187"] }] }),
      "postgres",
    );
    expect(metrics.reduce((sum, metric) => sum + metric.bound, 0)).toBeGreaterThan(limit);
    expect(bound).toBe(limit + targets * SYNTHETIC);
  });

  test("of Prometheus itself grows with its jobs and rule groups, and by an archive", () => {
    const own = (services: object[]) => jobOf(forecastOf({ services }), "prometheus").expected;
    expect(own([redis]) - own([])).toBe(30 + 2 * 11);
    // What an LLM costs is kept in the archive, which is written to.
    const llm = { ...redis, mixin: "llm" };
    expect(own([llm]) - own([])).toBe(30 + 2 * 11 + 58);
  });
});

describe("a rule group", () => {
  test("adds a series for each objective and window, and three that measure it", () => {
    const slos = [
      { kind: "availability", objective: 0.999 },
      { kind: "latency", objective: 0.95, below: "500ms" },
    ];
    const added = (count: number) =>
      groupOf(forecastOf({ services: [{ ...sample, slos: slos.slice(0, count) }] }), "slo").recordings.expected;
    expect(added(2)).toBe(2 * added(1));
  });

  test("adds for each service as many series as a healthy one shows values of the labels", () => {
    const added = (services: object[]) =>
      ["service", "service-30s"].reduce(
        (sum, name) => sum + groupOf(forecastOf({ services }), name).recordings.expected,
        0,
      );
    expect(added([sample, { ...sample, name: "other" }])).toBe(2 * added([sample]));
    // Four routes are renamed from `path` with the naming `http`; they are as many.
    expect(added([{ ...sample, options: { metrics: "http" } }])).toBeGreaterThan(30);
  });

  test("of a healthy environment has no alert but the dead-man's switch", () => {
    const { groups } = forecastOf({ services: [sample] });
    expect(groups.filter(({ alerts }) => alerts.expected > 0).map(({ name }) => name)).toEqual(["prometheus"]);
    for (const { alerts } of groups) expect(alerts.bound).toBeGreaterThan(0);
  });
});

describe("the budget", () => {
  const budget = (series: number) => forecastOf({ services: [sample], limits: { series } }).budget;

  test.each([
    [1_000, "yes"],
    [3_000, "possible"],
    [1_000_000, "no"],
  ])("of %d series: exceeded, %s", (series, exceeded) => {
    expect(budget(series)).toMatchObject({ series, exceeded });
  });

  test("is not held against what has none", () => {
    expect(forecastOf()).not.toHaveProperty("budget");
  });

  test("is a whole number", () => {
    expect(() => forecastOf({ limits: { series: "many" } })).toThrow(/limits\.series: found "many"; give a number/);
  });
});

describe("every forecast", () => {
  const everything = everyMixin();
  const all = forecast(assemble("local", everything, endpoints), mixinsInUse(everything));

  test("has a figure for every mixin in use", () => {
    for (const job of all.jobs) expect(job.expected, job.name).toBeGreaterThan(SYNTHETIC);
    expect(all.jobs.filter(({ certainty }) => certainty === "unknown")).toEqual([]);
  });

  test("has the most series first, and the same sum in whichever way it is told", () => {
    const rows: readonly { expected: number }[][] = [
      [...all.jobs],
      [...all.byJob],
      ...all.jobs.map(({ metrics }) => [...metrics]),
    ];
    for (const row of rows) {
      const expected = row.map((one) => one.expected);
      expect(expected).toEqual([...expected].sort((a, b) => b - a));
    }
    expect(all.byJob.reduce((sum, one) => sum + one.expected, 0)).toBe(all.expected);
    expect(all.byJob.reduce((sum, one) => sum + one.bound, 0)).toBe(all.bound);
  });

  test("expects no more than the bound, in proportion to the targets, whatever is deployed", () => {
    const mixins = Object.keys(SERVICE_MIXINS).filter((name) => name !== "kubernetes");
    fc.assert(
      fc.property(fc.subarray(mixins, { maxLength: 4 }), fc.integer({ min: 1, max: 4 }), (names, count) => {
        const targets = Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}:80`);
        const made = forecastOf({ services: names.map((mixin) => ({ name: `a-${mixin}`, mixin, targets })) });
        for (const { expected, bound } of [made, ...made.jobs, ...made.byJob]) {
          expect(expected).toBeLessThanOrEqual(bound);
          expect(Number.isInteger(expected)).toBe(true);
        }
        for (const name of names) {
          const one = forecastOf({
            services: [{ name: `a-${name}`, mixin: name, targets: targets.slice(0, 1) }],
          });
          expect(jobOf(made, name).expected).toBe(count * jobOf(one, name).expected);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("a catalogue's count", () => {
  const counted = mixinsInUse(everyMixin()).filter(({ catalogue }) => catalogue.series);

  test.each(counted.map((mixin): [string, Mixin] => [mixin.name, mixin]))(
    "of %s is of all that the exporter gives: more than what a healthy target shows of the catalogue",
    (_, { catalogue, normal }) => {
      const shown = normal.map((target) => seriesShown(catalogue, target).length);
      expect(catalogue.series?.expected).toBeGreaterThan(shown.reduce((sum, one) => sum + one, 0) / shown.length);
    },
  );

  test("gives way to the catalogue where that shows more: a service whose durations are by status, too", () => {
    const http = forecastOf({ services: [{ ...sample, options: { metrics: "http" } }] });
    expect(jobOf(http, "service").certainty).toBe("catalogue");
    expect(jobOf(http, "service").expected).toBeGreaterThan(
      jobOf(forecastOf({ services: [sample] }), "service").expected,
    );
  });
});
