// What one target of a scrape job brings.
import type { Mixin } from "../../mixins";
import { type Catalogue, type Metric, seriesBound } from "../../rules";
import type { ScrapeJob, Target, WithoutForecast } from "../model/monitoring";
import { SYNTHETIC } from "../scraping/synthetic";
import { seriesShown, typicalOf } from "./shown";
import { type Certainty, type MetricForecast, NONE, type Series } from "./types";

interface TargetForecast extends Series {
  certainty: Certainty;
  metrics: readonly MetricForecast[];
}

/** What a probe brings through blackbox exporter 0.23, counted there; the first kind that fits. HTTP may lead on to TLS. */
const PROBES = [
  { of: /^https:/, expected: 21, bound: 21, names: /^probe_(?!failed_)/ },
  { of: /^http:/, expected: 17, bound: 21, names: /^probe_(?!ssl_|failed_)/ },
  { of: /./, expected: 6, bound: 6, names: /^probe_(?!ssl_|http_|failed_)/ },
];

interface Watched {
  monitoring: WithoutForecast;
  job: ScrapeJob;
  /** The mixin whose job it is, and all others by name. */
  mixin: Mixin;
  mixins: ReadonlyMap<string, Mixin>;
  beside: Beside;
}

/** Which jobs of mixins read a target, by what makes it one; those that keep only what is used. */
export type Beside = ReadonlyMap<string, readonly string[]>;

const keyOf = ({ address, labels, metricsPath }: Target) => JSON.stringify([address, labels.service, metricsPath]);

export function besideIn({ jobs }: WithoutForecast): Beside {
  const found = new Map<string, string[]>();
  for (const target of jobs.filter(({ keep }) => keep).flatMap(named)) {
    const key = keyOf(target);
    const before = found.get(key) ?? [];
    before.push(target.labels.job ?? "");
    found.set(key, before);
  }
  return found;
}

/** Those that are listed, and as many as a cluster is expected to select. */
const named = ({ targets, selected = [] }: ScrapeJob): Target[] => [
  ...targets,
  ...selected.flatMap(({ selector: { namespace, port }, expected, labels, metricsPath, interval }) =>
    Array.from({ length: expected }, (_, index): Target => {
      const pod = `${labels.service}-${index + 1}`;
      return {
        address: `${pod}.${namespace}:${port}`,
        labels: { ...labels, instance: pod },
        ...(metricsPath && { metricsPath }),
        ...(interval && { interval }),
      };
    }),
  ),
];

/** The targets of a job, and as many as it is expected to find where it asks for them. */
export function targetsOf(job: ScrapeJob): Target[] {
  return [...named(job), ...discovered(job)];
}

function discovered({ name, discovery }: ScrapeJob): Target[] {
  const members = discovery?.kind === "ec2" ? discovery.members : undefined;
  const labels = discovery && "labels" in discovery ? discovery.labels : undefined;
  const job = labels?.job ? { job: labels.job } : {};
  // Those of one service are the same ones in the jobs of all its mixins.
  const own = discovery?.kind === "file" || discovery?.kind === "dns" ? discovery.labels : undefined;
  return Array.from({ length: discovery?.expected ?? 0 }, (_, index): Target => {
    const member = members?.[index];
    if (member) {
      const { host, port, service, team, metricsPath, interval } = member;
      const address = `${host}:${port}`;
      return {
        address,
        labels: { instance: address, service, team, host, ...job },
        ...(metricsPath && { metricsPath }),
        ...(interval && { interval }),
      };
    }
    const instance = `${own?.service ?? name}-${index + 1}`;
    if (own) return { address: instance, labels: { ...own, instance } };
    return { address: instance, labels: { instance, service: name, team: name, host: instance, ...job } };
  });
}

/** The series of one target, Prometheus' own about it included. */
export function targetForecast(target: Target, watched: Watched): TargetForecast {
  const { job, mixin } = watched;
  const found = job.via ? probed(target, mixin) : (generated(target, mixin) ?? scraped(target, watched));
  return {
    ...found,
    expected: found.expected + SYNTHETIC.length,
    bound: Math.max(found.expected, Math.min(found.bound, job.limits.samples)) + SYNTHETIC.length,
  };
}

/** What is kept of a question about a dependency. */
const OF_HEALTH = { names: /^probe_failed_due_to_cel$/, expected: 1, bound: 1 };

function probed({ address, labels }: Target, { catalogue }: Mixin): TargetForecast {
  const kind = labels.dependency ? OF_HEALTH : PROBES.find(({ of }) => of.test(address));
  const metrics = catalogue.metrics
    .filter(({ name }) => kind?.names.test(name))
    .map((metric) => ({ name: metric.name, expected: seriesBound(metric), bound: seriesBound(metric) }));
  const { expected, bound } = kind ?? NONE;
  return { expected, bound, certainty: "measured", metrics };
}

/** A target that the sample-metrics generator makes up shows just what the mixin says. */
function generated({ normal: index }: Target, { catalogue, normal }: Mixin): TargetForecast | undefined {
  const shown = index === undefined ? undefined : normal[index];
  if (!shown) return undefined;
  const metrics = catalogue.metrics.map((metric) => {
    const series = seriesShown({ ...catalogue, metrics: [metric] }, shown).length;
    return { name: metric.name, expected: series, bound: series };
  });
  const expected = metrics.reduce((sum, one) => sum + one.expected, 0);
  return { expected, bound: expected, certainty: "measured", metrics };
}

function scraped(target: Target, watched: Watched): TargetForecast {
  const { job, mixin, monitoring } = watched;
  const { series } = mixin.catalogue;
  const counted = job.keep || !series ? 0 : ofExporter(series, monitoring);
  const named = metricsOf(mixin);
  const beside = job.keep ? [] : mixinsBeside(target, watched).flatMap(metricsOf);
  const own = new Set(named.map(({ name }) => name));
  const more = beside.filter(({ name }) => !own.has(name));
  const shown = sum(named, "expected");
  // What was counted had fewer routes than a healthy target of the catalogue, if it is less.
  const further = job.discovery && "further" in job.discovery ? (job.discovery.further ?? 0) : 0;
  const expected = Math.round(Math.max(counted, shown) + sum(more, "expected")) + further;
  return {
    expected,
    // What the exporter gives beyond its catalogue stays as it is.
    bound: sum([...named, ...more], "bound") + Math.max(0, expected - Math.round(shown + sum(more, "expected"))),
    certainty: certaintyOf(mixin, counted > shown && more.length === 0),
    metrics: [...named, ...more],
  };
}

function certaintyOf({ normal }: Mixin, counted: boolean): Certainty {
  if (counted) return "measured";
  return normal.length > 0 ? "catalogue" : "unknown";
}

/** The mixins that read the same target in jobs of their own: their metrics are in its own job, too. */
function mixinsBeside(target: Target, { mixin, mixins, beside }: Watched): Mixin[] {
  const included = mixin.catalogue.series?.includes ?? [];
  return (beside.get(keyOf(target)) ?? [])
    .flatMap((name) => mixins.get(name) ?? [])
    .filter(({ name }) => !included.includes(name));
}

/** Prometheus has series for each of its jobs, of its groups, and of the archive that it writes to. */
function ofExporter(
  { expected, each }: NonNullable<Catalogue["series"]>,
  { jobs, groups, business }: WithoutForecast,
): number {
  if (!each) return expected;
  // A job without targets is no scrape pool yet.
  const pools = jobs.filter((each) => named(each).length > 0).length;
  const archives = business.series.length > 0 ? 1 : 0;
  return expected + pools * each.scrapeJob + groups.length * each.ruleGroup + archives * each.remoteWrite;
}

function metricsOf(mixin: Mixin): MetricForecast[] {
  const typical = typicalOf(mixin);
  // What probes bring is in the catalogue of the exporter that makes them.
  const own = (metric: Metric) => mixin.targets !== "prober" || !metric.name.startsWith("probe_");
  return mixin.catalogue.metrics
    .filter(own)
    .map((metric) => ({ name: metric.name, expected: typical.get(metric.name) ?? 0, bound: seriesBound(metric) }));
}

const sum = (metrics: readonly MetricForecast[], of: keyof Series) =>
  metrics.reduce((all, metric) => all + metric[of], 0);
