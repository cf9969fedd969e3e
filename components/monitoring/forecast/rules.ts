// What rule groups add. A recording gives a series for each set of its labels' values: as many as its mixin's healthy targets
// show, and at most what the bounds of the labels allow.
import type { Mixin } from "../../mixins";
import { renamesIn, wordsIn } from "../../promql";
import { type Metric, type Recording, seriesNames } from "../../rules";
import { MISSING } from "../alerts/liveness";
import type { RuleGroup, ScrapeJob, Target, WithoutForecast } from "../model/monitoring";
import { PROBE_JOB } from "../targets/jobs";
import { seriesShown } from "./shown";
import { targetsOf } from "./targets";
import { type GroupForecast, type Series, times, total } from "./types";

/** Labels that follow from the target; `instance` and `service` say how many of them there are. */
const OF_TARGETS = ["instance", "service", "team", "host", "job"];

/** An alert is in ALERTS while pending, there again once it fires, and in ALERTS_FOR_STATE. */
const SERIES_OF_ALERT = { firing: 2, everPending: 3 };

/** A row for each rule group, most series first. */
export function groupForecasts(monitoring: WithoutForecast, mixins: ReadonlyMap<string, Mixin>): GroupForecast[] {
  return monitoring.groups
    .flatMap((group) => {
      const mixin = mixins.get(group.mixin);
      return mixin ? [groupForecast(group, { mixin, ...readBy(mixin, monitoring) })] : [];
    })
    .sort((a, b) => b.recordings.expected - a.recordings.expected || a.name.localeCompare(b.name));
}

/** The label `job` of what a mixin's rules read: probes are a job of their own. */
const jobOf = ({ name, targets }: Mixin) => (targets === "prober" ? PROBE_JOB : name);

/** What the rules of a mixin read. */
interface Read {
  mixin: Mixin;
  targets: readonly Target[];
  /** The samples that a scrape of them lets in. */
  limit: number;
}

function readBy(mixin: Mixin, { jobs }: WithoutForecast): Omit<Read, "mixin"> {
  const isRead = (job: ScrapeJob, { labels }: Target) => (labels.job ?? job.name) === jobOf(mixin);
  return {
    targets: jobs.flatMap((job) => targetsOf(job).filter((target) => isRead(job, target))),
    limit: Math.max(
      1,
      ...jobs.filter((job) => targetsOf(job).some((target) => isRead(job, target))).map(({ limits }) => limits.samples),
    ),
  };
}

function groupForecast(group: RuleGroup, read: Read): GroupForecast {
  const { targets } = read;
  const recordings = group.recordings.map((rule) => ({ rule, series: ofRecording(rule, read) }));
  const placed = group.alerts.length * Math.max(1, targets.length);
  const always = group.alerts.filter(({ alert }) => alert.route === "heartbeat").length;
  const alerts = {
    expected: always * SERIES_OF_ALERT.firing,
    // By a device or an endpoint an alert can be there more than once.
    bound: placed * SERIES_OF_ALERT.everPending,
  };
  return {
    name: group.name,
    job: jobOf(read.mixin),
    interval: group.interval,
    recordings: total(recordings.map(({ series }) => series)),
    alerts,
    withJob: total(recordings.filter(({ rule }) => rule.labels.includes("job")).map(({ series }) => series)),
  };
}

function ofRecording(rule: Recording, read: Read): Series {
  const { mixin, targets } = read;
  // What targets lack is there only while they do.
  if (rule.record === MISSING) return { expected: 0, bound: Math.max(1, targets.length) };
  if (rule.adds) return { expected: 1, bound: 1 };
  const services = new Set(targets.map(({ labels }) => labels.service)).size;
  const held = rule.labels.includes("instance") ? targets.length : services;
  const added = addedTo(rule, mixin.recordings);
  if (added > 0) return { expected: added, bound: added };
  const further = rule.labels.filter((label) => !OF_TARGETS.includes(label));
  return further.length === 0 ? times(held, { expected: 1, bound: 1 }) : times(held, setsOf(further, rule, read));
}

/** How many values the other recordings of the group add for one of its labels, such as an objective's name. */
function addedTo({ labels }: Recording, recordings: readonly Recording[]): number {
  const adding = recordings.filter(({ adds = {} }) => labels.some((label) => label in adds));
  return Math.max(0, ...adding.map(({ record }) => adding.filter((other) => other.record === record).length));
}

/** The sets of values that some labels have on one target. */
function setsOf(labels: readonly string[], rule: Recording, { mixin, limit }: Read): Series {
  const metrics = sourcesOf(rule, mixin);
  const renamed = renames(mixin.recordings);
  const sets = mixin.normal.map((normal) => {
    const shown = seriesShown({ ...mixin.catalogue, metrics }, normal).map((sample) => ({
      ...sample.labels,
      ...Object.fromEntries(renamed.map(([to, from]) => [to, sample.labels[to] ?? sample.labels[from]])),
    }));
    const values = shown.map((of) => labels.map((label) => of[label]));
    return new Set(values.filter((all) => !all.includes(undefined)).map((all) => JSON.stringify(all))).size;
  });
  const showing = sets.filter((count) => count > 0);
  if (showing.length === 0) return { expected: 1, bound: 1 };
  const expected = Math.round(showing.reduce((sum, count) => sum + count, 0) / showing.length);
  const bound = labels.reduce((product, label) => product * boundOf(label, metrics, renamed), 1);
  // Each set is that of a series, and a scrape lets in only so many.
  return { expected, bound: Math.max(expected, Math.min(bound, limit)) };
}

/** The metrics that a recording is computed of, through other recordings as well. */
function sourcesOf(rule: Recording, mixin: Mixin, seen: readonly string[] = []): readonly Metric[] {
  const words = wordsIn(rule.expr);
  const own = mixin.catalogue.metrics.filter((metric) => seriesNames(metric).some((name) => words.has(name)));
  const read = mixin.recordings.filter(({ record }) => words.has(record) && !seen.includes(record));
  const deeper = read.flatMap((other) => sourcesOf(other, mixin, [...seen, ...read.map(({ record }) => record)]));
  return [...new Set([...own, ...deeper])];
}

/** Labels that recordings give another name: to, from. */
function renames(recordings: readonly Recording[]): (readonly [string, string])[] {
  return recordings.flatMap(({ expr }) => renamesIn(expr));
}

function boundOf(label: string, metrics: readonly Metric[], renamed: readonly (readonly [string, string])[]): number {
  const names = [label, ...renamed.filter(([to]) => to === label).map(([, from]) => from)];
  const bounds = metrics.flatMap((metric) => {
    const given = names.map((name) => metric.labels[name]).filter((bound) => bound !== undefined);
    const own = given.map((bound) => (typeof bound === "number" ? bound : bound.length));
    return label === "le" && metric.type === "histogram" ? [metric.buckets + 1] : own;
  });
  return Math.max(1, ...bounds);
}
