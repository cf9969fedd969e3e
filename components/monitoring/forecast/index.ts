// How many series an environment's Prometheus will have: by scrape job, by metric, by rule group, and against the budget.
import type { Mixin } from "../../mixins";
import type { WithoutForecast } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { jobForecasts } from "./jobs";
import { groupForecasts } from "./rules";
import { type Forecast, type GroupForecast, type JobForecast, most, type Series, total } from "./types";

export type * from "./types";

/**
 * The series to expect after some minutes, and at most.
 *
 * @param monitoring What `assemble` made of the settings.
 * @param mixins Those in use: `mixinsInUse(settings)`.
 * @param limits The settings' budget; without `series` there is none to compare with.
 */
export function forecast(
  monitoring: WithoutForecast,
  mixins: readonly Mixin[],
  limits: Pick<Settings["limits"], "series"> = {},
): Forecast {
  const byName = new Map(mixins.map((mixin) => [mixin.name, mixin]));
  const jobs = jobForecasts(monitoring, byName);
  const groups = groupForecasts(monitoring, byName);
  const all = total([...jobs, ...groups.flatMap(({ recordings, alerts }) => [recordings, alerts])]);
  return {
    ...all,
    jobs,
    groups,
    byJob: byLabel(jobs, groups),
    atLeast: jobs.some(({ certainty, targets }) => certainty !== "measured" && targets > 0),
    ...(limits.series && { budget: against(limits.series, all) }),
  };
}

function byLabel(jobs: readonly JobForecast[], groups: readonly GroupForecast[]): Forecast["byJob"] {
  const rows = [
    ...jobs.map(({ job, expected, bound }) => ({ job, expected, bound })),
    ...groups.flatMap(({ job, recordings, alerts, withJob }) => [
      { job, ...withJob },
      // What fires typically is the dead-man's switch, which has no job.
      { job: "", expected: recordings.expected - withJob.expected, bound: recordings.bound - withJob.bound },
      { job: "", ...alerts },
    ]),
  ];
  const labels = [...new Set(rows.map(({ job }) => job))];
  const sums = labels.map((job) => ({ job, ...total(rows.filter((row) => row.job === job)) }));
  return most(
    sums.filter(({ bound }) => bound > 0),
    ({ job }) => job,
  );
}

function against(series: number, { expected, bound }: Series): Forecast["budget"] {
  const exceeded = expected > series ? "yes" : bound > series ? "possible" : "no";
  return { series, share: expected / series, exceeded };
}
