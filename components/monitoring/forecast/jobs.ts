// What each scrape job brings.
import type { Mixin } from "../../mixins";
import { type Duration, duration, seconds } from "../../rules";
import type { ScrapeJob, Target, WithoutForecast } from "../model/monitoring";
import { type Beside, besideIn, targetForecast, targetsOf } from "./targets";
import { type Certainty, type JobForecast, type MetricForecast, most, NONE, total } from "./types";

/** Least sure first. */
const CERTAINTIES: readonly Certainty[] = ["unknown", "catalogue", "measured"];

/** A row for each scrape job, most series first. */
export function jobForecasts(monitoring: WithoutForecast, mixins: ReadonlyMap<string, Mixin>): JobForecast[] {
  const beside = besideIn(monitoring);
  return most(
    monitoring.jobs.map((job) => jobForecast(job, { monitoring, mixins, beside })),
    ({ name }) => name,
  );
}

/** What all jobs are looked at with. */
interface Surroundings {
  monitoring: WithoutForecast;
  mixins: ReadonlyMap<string, Mixin>;
  beside: Beside;
}

function jobForecast(job: ScrapeJob, surroundings: Surroundings): JobForecast {
  const { mixins } = surroundings;
  const label = targetsOf(job)[0]?.labels.job ?? job.name;
  const mixin = job.via ? prober(mixins) : mixins.get(label);
  const all = targetsOf(job);
  const targets = mixin ? all.map((target) => targetForecast(target, { ...surroundings, job, mixin })) : [];
  return {
    name: job.name,
    job: label,
    interval: averageInterval(job, all),
    targets: all.length,
    ...total(targets),
    // How many targets a job finds is not known, nor what one brings that no mixin describes.
    certainty:
      mixin && !job.discovery
        ? (CERTAINTIES.find((one) => targets.some(({ certainty }) => certainty === one)) ?? "measured")
        : "unknown",
    limit: job.limits.samples * all.length,
    metrics: byName(targets.flatMap(({ metrics }) => metrics)),
  };
}

/** By samples: two targets of 10s and 30s bring as many as two of 15s. */
function averageInterval(job: ScrapeJob, targets: readonly Target[]): Duration {
  const scrapes = targets.reduce((sum, { interval }) => sum + 1 / seconds(interval ?? job.interval), 0);
  return scrapes > 0 ? duration(Math.round(targets.length / scrapes)) : job.interval;
}
const prober = (mixins: ReadonlyMap<string, Mixin>) => [...mixins.values()].find(({ targets }) => targets === "prober");

function byName(all: readonly MetricForecast[]): MetricForecast[] {
  const sums = new Map<string, MetricForecast>();
  for (const { name, ...series } of all) {
    const { expected, bound } = total([sums.get(name) ?? NONE, series]);
    sums.set(name, { name, expected, bound });
  }
  const rounded = [...sums.values()].map((metric) => ({ ...metric, expected: Math.round(metric.expected) }));
  return most(rounded, ({ name }) => name);
}
