// A week in the life of a mixin's targets: normal traffic with its daily cycles, deploys, a crash and a failed scrape on
// healthy ones, and beside them every fault that the mixin's alerts are for.
import type { Mixin } from "../../components/mixins";
import {
  type Moment,
  type Normal,
  type Scenario,
  type Severity,
  samplesOf,
  seconds,
  selectorOf,
  seriesOf,
  severitiesOf,
  type Value,
  valuesOf,
} from "../../components/rules";

/** Seconds between two evaluations: every failed scrape is seen by one. */
export const EVALUATION = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
/** How long a target answers no scrape when it is deployed or crashes, in seconds. */
const INTERRUPTED = 30;

/** Seconds between two samples: as targets are scraped where windows are shorter than a minute, else more rarely. */
export function stepOf({ recordings, scrapeInterval }: Mixin): number {
  return recordings.some(({ expr }) => /\[\d+s\]/.test(expr)) ? seconds(scrapeInterval) : 30;
}

/** The oldest processes have run for three days when the week begins. */
const START = -3 * DAY;

/** What Prometheus makes for every target that answers. */
const SYNTHETIC: Readonly<Record<string, number>> = {
  up: 1,
  scrape_duration_seconds: 0.02,
  scrape_samples_scraped: 800,
  scrape_samples_post_metric_relabeling: 800,
  scrape_series_added: 0,
};

/** Labels of every target that is healthy. */
export const HEALTHY = "healthy";

/** Series in promtool's notation, by selector. */
export type Series = Record<string, string>;

/** A fault of the week: the alert that is to see it. */
export interface Fault {
  alert: string;
  severity: Severity;
  scenario: Scenario;
  /** Metrics whose values are times: they move with the fault. */
  times: ReadonlySet<string>;
}

/** What goes wrong with a healthy target without being a fault: seconds since the week began. */
interface Interruption {
  at: number;
  /** How long scrapes fail. */
  lasts: number;
  /** Whether the process has started anew, so that its counters begin at 0. */
  restart: boolean;
}

/** Two deploys, a crash, and a scrape that fails; one target after the other, as deploys go. */
const interruptionsOf = (instance: number): Interruption[] => [
  { at: 1 * DAY + 10 * HOUR + instance * 300, lasts: INTERRUPTED, restart: true },
  { at: 2 * DAY + 2 * HOUR + instance * 3_000, lasts: INTERRUPTED, restart: false },
  { at: 3 * DAY + 15 * HOUR + instance * 300, lasts: INTERRUPTED, restart: true },
  { at: 5 * DAY + 20 * HOUR + instance * 7_200, lasts: INTERRUPTED, restart: true },
];

/** The series of the healthy targets. */
export function healthyWeek(mixin: Mixin): Series {
  return Object.assign({}, ...mixin.normal.map((normal, instance) => targetWeek(mixin, normal, instance)));
}

function targetWeek(mixin: Mixin, normal: Normal, instance: number): Series {
  const step = stepOf(mixin);
  const target = {
    job: mixin.name,
    instance: `${HEALTHY}-${instance + 1}`,
    service: HEALTHY,
    team: "platform",
    host: "web-1",
  };
  const interruptions = interruptionsOf(instance);
  const samplesAt = (moment: Moment) => mixin.catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, moment));
  // A target shows the same series all week, in the same order; before them what Prometheus itself says of it.
  const series = [
    ...Object.keys(SYNTHETIC).map((name) => ({ name, labels: {} })),
    ...samplesAt({ now: 0, start: START }),
  ].map(({ name, labels }) => ({
    selector: selectorOf({ name, labels: { ...target, ...labels } }),
    row: [] as string[],
  }));
  for (let now = 0; now < WEEK; now += step) {
    const interrupted = interruptions.some(({ at, lasts }) => now >= at && now < at + lasts);
    const restarts = interruptions.filter(({ at, restart }) => restart && at < now).map(({ at, lasts }) => at + lasts);
    const samples = interrupted ? [] : samplesAt({ now, start: Math.max(START, ...restarts) });
    const synthetic = Object.values(SYNTHETIC).map((value) => (interrupted ? 0 : value));
    const shown = [...synthetic, ...samples.map(({ value }) => value)];
    series.forEach(({ row }, at) => {
      const value = shown[at];
      row.push(value === undefined ? "stale" : String(Number(value.toPrecision(9))));
    });
  }
  return Object.fromEntries(series.map(({ selector, row }) => [selector, row.join(" ")]));
}

/** The first scenario that fires, for each severity of each alert that speaks of series; a dead-man's switch does not. */
export function faultsOf(mixin: Mixin): Fault[] {
  const times = new Set(mixin.catalogue.metrics.filter(({ unit }) => unit === "timestamp").map(({ name }) => name));
  return mixin.alerts
    .filter((alert) => alert.onMissing === "quiet")
    .flatMap((alert) =>
      severitiesOf(alert).flatMap((severity) => {
        const fires = ({ alert: name, expect }: Scenario) =>
          name === alert.name && Object.values(expect).some((at) => at !== "quiet" && at.includes(severity));
        const scenario = mixin.scenarios.find(fires);
        return scenario ? [{ alert: alert.name, severity, scenario, times }] : [];
      }),
    );
}

/** The name of the service that has a fault. */
export const faultyService = ({ alert, severity }: Pick<Fault, "alert" | "severity">) => `fault-${alert}-${severity}`;

/** The series of a fault, as a service of its own, some time in the week. */
export function faultWeek(fault: Fault, index: number, step: number): Series {
  const interval = seconds(fault.scenario.interval ?? "15s");
  const given = Object.entries(fault.scenario.given).map(([selector, notation]) => {
    const values = valuesOf(notation);
    const isTime = fault.times.has(seriesOf(selector).name);
    const shown = Array.from(
      { length: Math.floor((values.length * interval) / step) },
      (_, sample) => values[Math.floor((sample * step) / interval)] ?? "missing",
    );
    return { selector, shown, isTime };
  });
  // The series of a fault begin together, however long each of them is.
  const longest = Math.max(...given.map(({ shown }) => shown.length));
  const before = (((index * 7 + 3) * HOUR) / step) % Math.max(1, WEEK / step - longest - 1);
  const series = given.map(({ selector, shown, isTime }): [string, string] => {
    const { name, labels } = seriesOf(selector);
    return [
      selectorOf({ name, labels: { ...labels, service: faultyService(fault) } }),
      [
        `_x${Math.floor(before)}`,
        ...shown.map((value) => text(value, isTime ? Math.floor(before) * step : 0)),
        "stale",
      ].join(" "),
    ];
  });
  return Object.fromEntries(series);
}

const text = (value: Value, late: number) =>
  value === "missing" ? "_" : String(value === "stale" ? value : value + late);
