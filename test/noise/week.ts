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

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** How long a target answers no scrape when it is deployed or crashes, in seconds. */
const INTERRUPTED = 30;

/** What is played: a number of days, and how closely they are looked at. All in seconds. */
export interface Span {
  name: "day" | "week";
  lasts: number;
  /** Between two evaluations. */
  evaluation: number;
  /** Between two samples. */
  step: number;
}

/**
 * A day in which every failed scrape is seen by an evaluation, with everything that goes wrong; and the whole week, for what
 * changes from day to day and for rules that look far back, as rarely as a reader still finds what was recorded before.
 */
export function spansOf(mixin: Mixin): Record<Span["name"], Span> {
  const step = stepOf(mixin);
  return {
    day: { name: "day", lasts: DAY, evaluation: 60, step },
    week: { name: "week", lasts: 7 * DAY, evaluation: 300, step },
  };
}

/** As targets are scraped where windows are shorter than a minute, else more rarely. */
function stepOf({ recordings, scrapeInterval }: Mixin): number {
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

/** A fault: the alert that is to see it. */
export interface Fault {
  alert: string;
  severity: Severity;
  scenario: Scenario;
  /** Metrics whose values are times: they move with the fault. */
  times: ReadonlySet<string>;
}

/** What goes wrong with a healthy target without being a fault: seconds since the span began. */
interface Interruption {
  at: number;
  /** How long scrapes fail. */
  lasts: number;
  /** Whether the process has started anew, so that its counters begin at 0. */
  restart: boolean;
}

/** Two deploys, a crash, and a scrape that fails: the day of the week, the hour, and the seconds to the next target's. */
const INTERRUPTIONS = [
  { day: 1, hour: 10, apart: 300, restart: true },
  { day: 2, hour: 2, apart: 3_000, restart: false },
  { day: 3, hour: 15, apart: 300, restart: true },
  { day: 5, hour: 20, apart: 1_200, restart: true },
] as const;

/** One target after the other, as deploys go; a span of one day has them all on it. */
const interruptionsOf = ({ name, evaluation }: Span, instance: number): Interruption[] =>
  INTERRUPTIONS.map(({ day, hour, apart, restart }) => ({
    // An evaluation between two targets' sees that the first is back.
    at: (name === "day" ? 0 : day * DAY) + hour * HOUR + instance * Math.max(apart, 2 * evaluation),
    lasts: INTERRUPTED,
    restart,
  }));

/** In seconds: beyond the windows that are read at the resolution of scrapes. */
const SHORT_WINDOWS = 90;

/** Whether a sample is played: before an evaluation each, for short windows, else one a minute. */
const isRead = (now: number, { evaluation }: Span) =>
  now % 60 === 0 || evaluation - (now % evaluation) <= SHORT_WINDOWS;

/** The series of the healthy targets. */
export function healthySpan(mixin: Mixin, span: Span): Series {
  return Object.assign({}, ...mixin.normal.map((normal, instance) => targetSpan(mixin, normal, instance, span)));
}

function targetSpan(mixin: Mixin, normal: Normal, instance: number, span: Span): Series {
  const target = {
    job: mixin.name,
    instance: `${HEALTHY}-${instance + 1}`,
    service: HEALTHY,
    team: "platform",
    host: "web-1",
  };
  const interruptions = interruptionsOf(span, instance);
  const samplesAt = (moment: Moment) => mixin.catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, moment));
  // A target shows the same series all week, in the same order; before them what Prometheus itself says of it.
  const series = [
    ...Object.keys(SYNTHETIC).map((name) => ({ name, labels: {} })),
    ...samplesAt({ now: 0, start: START }),
  ].map(({ name, labels }) => ({
    selector: selectorOf({ name, labels: { ...target, ...labels } }),
    row: [] as string[],
  }));
  for (let now = 0; now < span.lasts; now += span.step) {
    if (!isRead(now, span)) {
      for (const { row } of series) row.push("_");
      continue;
    }
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

/** Seconds between a scenario's samples. */
const intervalOf = ({ scenario }: Fault) => seconds(scenario.interval ?? "15s");

/** The span that a fault is in: the day, or the week where half a day is too short for it. */
export function spanOf(fault: Fault): Span["name"] {
  const samples = Object.values(fault.scenario.given).map((notation) => valuesOf(notation).length);
  return Math.max(...samples) * intervalOf(fault) > DAY / 2 ? "week" : "day";
}

/** The series of a fault, as a service of its own, some time in the span. */
export function faultSpan(fault: Fault, index: number, { step, lasts }: Span): Series {
  const interval = intervalOf(fault);
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
  const before = (((index * 7 + 3) * HOUR) / step) % Math.max(1, lasts / step - longest - 1);
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
