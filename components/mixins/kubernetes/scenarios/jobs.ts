// Jobs, autoscalers, disruption budgets and quotas.
import { type Scenario, scenarios } from "../../../rules";
import { of, passing, steady } from "./series";

const JOB = 'namespace="shop",job_name="report-1"';
const HPA = 'namespace="shop",horizontalpodautoscaler="orders"';
const BUDGET = 'namespace="shop",poddisruptionbudget="orders"';
const QUOTA = 'namespace="shop",resourcequota="compute",resource="limits.memory"';

/** A job of a cron job that was made at a time, and when one of its cron job last succeeded. */
const ofCronJob = (made: number, succeeded: string) => ({
  [of("kube_job_created", JOB)]: steady(made),
  [of("kube_job_owner", `${JOB},owner_kind="CronJob",owner_name="report",owner_is_controller="true"`)]: steady(1),
  [of("kube_cronjob_status_last_successful_time", 'namespace="shop",cronjob="report"')]: succeeded,
});

const failed = (values: string) => ({ [of("kube_job_failed", `${JOB},condition="true"`)]: values });

/** A job that started before the scenario does, and its pods that run. */
const running = (since: number, active: string) => ({
  [of("kube_job_status_start_time", JOB)]: steady(-since),
  [of("kube_job_status_active", JOB)]: active,
});

const autoscaler = (current: string, min = 2, max = 10) => ({
  [of("kube_horizontalpodautoscaler_status_current_replicas", HPA)]: current,
  [of("kube_horizontalpodautoscaler_spec_min_replicas", HPA)]: steady(min),
  [of("kube_horizontalpodautoscaler_spec_max_replicas", HPA)]: steady(max),
});

const budget = (healthy: string, wanted = 2) => ({
  [of("kube_poddisruptionbudget_status_current_healthy", BUDGET)]: healthy,
  [of("kube_poddisruptionbudget_status_desired_healthy", BUDGET)]: steady(wanted),
});

const quota = (used: string, hard = 100) => ({
  [of("kube_resourcequota", `${QUOTA},type="used"`)]: used,
  [of("kube_resourcequota", `${QUOTA},type="hard"`)]: steady(hard),
});

const HOUR = 3_600;

export const jobScenarios: readonly Scenario[] = [
  ...scenarios("KubeJobFailed", {
    "warns, and resolves when the job is deleted": {
      given: failed("0x3 1x40 stale"),
      expect: { "105s": "quiet", "3m": ["warning"], "12m": "quiet" },
    },
    "warns of a job of a cron job, and resolves when a later one succeeds": {
      given: { ...failed("0x3 1x200"), ...ofCronJob(-60, "-90000x60 900x120") },
      expect: { "3m": ["warning"], "14m": ["warning"], "16m": "quiet" },
    },
    "stays quiet on a job that succeeds at its second attempt": {
      given: failed(steady(0)),
      expect: { "3m": "quiet", "30m": "quiet" },
    },
    "stays quiet on an old failure of a cron job that has succeeded since": {
      given: { ...failed(steady(1)), ...ofCronJob(-90_000, steady(-HOUR)) },
      expect: { "3m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeJobNotCompleted", {
    "warns when a job has run for twelve hours, and resolves when it ends": {
      given: running(12 * HOUR - 300, "1x40 0x199"),
      expect: { "5m": "quiet", "7m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at eleven and a half hours": {
      given: running(11 * HOUR, steady(1)),
      expect: { "7m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a job that ended long ago": {
      given: running(40 * HOUR, steady(0)),
      expect: { "7m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeHpaMaxedOut", {
    "warns at the maximum, and resolves below it": {
      given: autoscaler(passing(6, 10)),
      expect: { "13m": "quiet", "15m": ["warning"], "33m": "quiet" },
    },
    "stays quiet one pod below the maximum": {
      given: autoscaler(steady(9)),
      expect: { "15m": "quiet", "50m": "quiet" },
    },
    "stays quiet on a peak of ten minutes": {
      given: autoscaler("6x3 10x39 6x100"),
      expect: { "10m": "quiet", "15m": "quiet" },
    },
    "stays quiet where minimum and maximum are one": {
      given: autoscaler(steady(10), 10),
      expect: { "15m": "quiet", "50m": "quiet" },
    },
  }),
  ...scenarios("KubePdbNotEnoughHealthyPods", {
    "warns where a pod is missing, and resolves": {
      given: budget(passing(3, 1)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet with just enough": { given: budget(steady(2)), expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet where it guards nothing": { given: budget(steady(0), 0), expect: { "12m": "quiet", "30m": "quiet" } },
  }),
  ...scenarios("KubeQuotaFullyUsed", {
    "informs when a quota is used up, and resolves": {
      given: quota(passing(80, 100)),
      expect: { "10m": "quiet", "12m": ["info"], "33m": "quiet" },
    },
    "stays quiet at 98%": { given: quota(steady(98)), expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet on a quota of 0, which forbids": {
      given: quota(steady(0), 0),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
];
