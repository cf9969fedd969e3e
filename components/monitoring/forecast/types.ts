// How many series there will be: the words of the forecast.
import type { Duration } from "../../rules";

/** A number of series. */
export interface Series {
  /** What is typical. */
  expected: number;
  /** At most: what catalogues name by the bounds of its labels, and what they do not name as it is typical. */
  bound: number;
}

/** How sure a figure is: counted from the real thing; what a healthy target of the catalogue shows, so at least; or neither. */
export type Certainty = "measured" | "catalogue" | "unknown";

export interface MetricForecast extends Series {
  name: string;
}

/** What a scrape job brings; `expected` has all that its exporters give, be it in the catalogue or not. */
export interface JobForecast extends Series {
  /** The scrape job's name. */
  name: string;
  /** The label `job` that its series carry. */
  job: string;
  /** How often it is scraped. */
  interval: Duration;
  targets: number;
  certainty: Certainty;
  /** More than this the limit of samples of a scrape does not let in. */
  limit: number;
  /** Of what the catalogue names, most series first. */
  metrics: readonly MetricForecast[];
}

/** What a rule group adds; rough, as it follows from labels alone. */
export interface GroupForecast {
  name: string;
  /** The label `job` of the targets that it reads. */
  job: string;
  /** How often it is evaluated. */
  interval: Duration;
  recordings: Series;
  /** The series ALERTS and ALERTS_FOR_STATE; typically nothing fires but the dead-man's switch. */
  alerts: Series;
  /** The share of them that carries that label. */
  withJob: Series;
}

/** How the forecast stands to the setting `limits.series`. */
export interface SeriesBudget {
  series: number;
  /** Expected series as a share of it. */
  share: number;
  /** `possible`: not typically, but within what labels allow. */
  exceeded: "no" | "possible" | "yes";
}

/** The series of one Prometheus, as it will have them after some minutes. */
export interface Forecast extends Series {
  /** Most series first. */
  jobs: readonly JobForecast[];
  /** Most series first. */
  groups: readonly GroupForecast[];
  /** All series by the label `job`, as `count by (job) ({__name__=~".+"})` gives them; most series first. `""` has no job. */
  byJob: readonly (Series & { job: string })[];
  /** Whether more is to be expected, as some jobs were not counted. */
  atLeast: boolean;
  budget?: SeriesBudget;
}

export const NONE: Series = { expected: 0, bound: 0 };

/** The sum of numbers of series. */
export const total = (all: readonly Series[]): Series => ({
  expected: all.reduce((sum, { expected }) => sum + expected, 0),
  bound: all.reduce((sum, { bound }) => sum + bound, 0),
});

/** So many times as many. */
export const times = (count: number, { expected, bound }: Series): Series => ({
  expected: count * expected,
  bound: count * bound,
});

/** Most series first; by name where they are as many. */
export const most = <Row extends Series>(rows: readonly Row[], name: (row: Row) => string): Row[] =>
  [...rows].sort((a, b) => b.expected - a.expected || b.bound - a.bound || name(a).localeCompare(name(b)));
