// A metrics catalogue: which series an exporter gives, of which type and unit, and how many there can be.
import type { Retention } from "./retention";
import type { Unit } from "./unit";

/** How many values a label can take on one target: a number, or the values themselves where they are a closed set. */
export type LabelBound = number | readonly string[];

export type Labels = Readonly<Record<string, LabelBound>>;

export interface Metric {
  name: string;
  type: "counter" | "gauge" | "histogram" | "nativeHistogram" | "summary" | "untyped";
  unit: Unit;
  help: string;
  labels: Labels;
  /** Further labels that its series may have: rules and panels sum over them. */
  unread?: readonly string[];
  /** Upper bounds of a histogram's buckets without +Inf, or a summary's quantiles; as a number where they are not known by value. */
  buckets: number;
  /** Default: technical. */
  retention?: Retention;
}

/** How many series one target brings: all that its exporter gives, not only what a catalogue names. */
interface SeriesOfTarget {
  /** Of a typical target; samples of one scrape. */
  expected: number;
  /** Further ones for each thing that a Prometheus has. */
  each?: Readonly<Record<"scrapeJob" | "ruleGroup" | "remoteWrite", number>>;
  /** Other mixins whose metrics are already counted. */
  includes?: readonly string[];
}

/** The metrics of one exporter that any rule, recording or dashboard may use. */
export interface Catalogue {
  exporter: string;
  /** The version that the metrics were checked against. */
  version: string;
  /** Where the exporter documents them. */
  source: string;
  /** Counted from a real exporter; left out where none was at hand. */
  series?: SeriesOfTarget;
  /** What every target shows, whatever its configuration and load: without it alerts would be blind. */
  present?: Present;
  metrics: readonly Metric[];
}

export interface Present {
  metrics: readonly string[];
  /** The metric that is 0 while the exporter does not reach what it measures, and then has nothing else to show. */
  while?: string;
}

export const counter = (name: string, unit: Unit, help: string, labels: Labels = {}): Metric => ({
  name,
  type: "counter",
  unit,
  help,
  labels,
  buckets: 0,
});

export const gauge = (name: string, unit: Unit, help: string, labels: Labels = {}): Metric => ({
  name,
  type: "gauge",
  unit,
  help,
  labels,
  buckets: 0,
});

/** A metric that its exporter gives without a type; the help says whether it only goes up. */
export const untyped = (name: string, unit: Unit, help: string, labels: Labels = {}): Metric => ({
  name,
  type: "untyped",
  unit,
  help,
  labels,
  buckets: 0,
});

/** `buckets` is the number of buckets without +Inf. */
export const histogram = (name: string, unit: Unit, help: string, labels: Labels, buckets: number): Metric => ({
  name,
  type: "histogram",
  unit,
  help,
  labels,
  buckets,
});

/** One series for each set of labels, with as many buckets as its values need. */
export const nativeHistogram = (name: string, unit: Unit, help: string, labels: Labels): Metric => ({
  name,
  type: "nativeHistogram",
  unit,
  help,
  labels,
  buckets: 0,
});

/** `quantiles` is the number of quantiles exposed. */
export const summary = (name: string, unit: Unit, help: string, labels: Labels, quantiles: number): Metric => ({
  name,
  type: "summary",
  unit,
  help,
  labels,
  buckets: quantiles,
});

const PARTS: Record<Metric["type"], readonly string[]> = {
  counter: [""],
  gauge: [""],
  untyped: [""],
  histogram: ["_bucket", "_sum", "_count"],
  nativeHistogram: [""],
  summary: ["", "_sum", "_count"],
};

/** The names under which a metric's series are stored: a histogram has three. */
export function seriesNames(metric: Metric): string[] {
  return PARTS[metric.type].map((part) => metric.name + part);
}

/** The labels of a metric's series, `le` and `quantile` included. */
export function labelNames(metric: Metric): string[] {
  const own = metric.type === "histogram" ? ["le"] : metric.type === "summary" ? ["quantile"] : [];
  return [...Object.keys(metric.labels), ...own];
}

/** The most series that one target can give for a metric, by the bounds of its labels. */
export function seriesBound(metric: Metric): number {
  const combinations = Object.values(metric.labels).reduce<number>(
    (product, bound) => product * (typeof bound === "number" ? bound : bound.length),
    1,
  );
  const perCombination = {
    counter: 1,
    gauge: 1,
    untyped: 1,
    histogram: metric.buckets + 3,
    nativeHistogram: 1,
    summary: metric.buckets + 2,
  }[metric.type];
  return combinations * perCombination;
}
