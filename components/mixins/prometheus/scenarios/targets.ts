// What is scraped, and what is not.
import { type Scenario, type Severity, scenarios } from "../../../rules";
import { every, of, steady } from "./series";

const up = (job: string, values: string) => ({
  [`up{job="${job}",instance="10.0.0.1:1234",service="${job}",team="platform"}`]: values,
});

const LONG_AGO = -1_000_000;

/** A counter that moves only when targets change, of a server that started at a time. */
const countedOnChange = (alert: string, severity: Severity, counter: string, what: string): Scenario[] => {
  const started = (at: number, values: string) => ({
    [counter]: values,
    [of("process_start_time_seconds")]: steady(at),
  });
  return scenarios(alert, {
    [`fires at once when ${what}, and resolves a quarter of an hour later`]: {
      given: started(LONG_AGO, "0x8 1x120"),
      expect: { "2m": "quiet", "150s": [severity], "18m": "quiet" },
    },
    [`fires when ${what} right from the start of the server`]: {
      given: started(0, steady(1)),
      expect: { "30s": [severity], "16m": "quiet" },
    },
    "stays quiet where it happened long ago": {
      given: started(LONG_AGO, steady(1)),
      expect: { "30s": "quiet", "5m": "quiet", "16m": "quiet" },
    },
    "stays quiet where it never happened, on a start as well": {
      given: started(0, steady(0)),
      expect: { "30s": "quiet", "5m": "quiet" },
    },
  });
};

/** A target by its scrapes, one each 15 seconds: whether it is up, and how many samples were read. */
const scraped = (job: string, isUp: string, samples: string) => {
  const labels = `job="${job}",instance="10.0.0.1:1234",host="web-1",service="${job}",team="shop"`;
  return { [`up{${labels}}`]: isUp, [`scrape_samples_scraped{${labels}}`]: samples };
};

/** A counter of refused scrapes, which does not say whose. */
const refused = (alert: string, counter: string): Scenario[] =>
  scenarios(alert, {
    "warns of the target whose scrapes are refused, and resolves when they are taken": {
      given: {
        ...scraped("container", "1x3 0x40 1x60", "900x120"),
        ...scraped("redis", steady(1), "200x120"),
        ...scraped("postgres", "1x3 0x60 1x60", "300x3 0x60 300x60"),
        [of(counter)]: "0x3 0+1x40 40x60",
      },
      expect: {
        "90s": "quiet",
        "150s": ["warning"],
        "13m": "quiet",
      },
    },
    "stays quiet on one refused scrape": {
      given: { ...scraped("container", "1x3 0 1x60", "900x120"), [of(counter)]: "0x3 1x60" },
      expect: { "75s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "leaves scrapes that are refused for other reasons to what says so": {
      given: { ...scraped("container", "1x3 0x60", "900x120"), [of(counter)]: steady(9) },
      expect: { "2m": "quiet", "6m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: { ...scraped("container", steady(1), "900x120"), [of(counter)]: "9x20 0x60" },
      expect: { "6m": "quiet", "11m": "quiet" },
    },
  });

/** A counter of dropped samples. */
const dropped = (alert: string, counter: string): Scenario[] =>
  scenarios(alert, {
    "warns when every scrape drops samples, and resolves when none does": {
      given: { [of(counter)]: "0x3 0+5x60 300x40" },
      expect: { "10m": "quiet", "12m": ["warning"], "22m": "quiet" },
    },
    "stays quiet on one scrape that drops samples": {
      given: { [of(counter)]: "0x3 5x60" },
      expect: { "5m": "quiet", "11m": "quiet", "15m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: { [of(counter)]: "9x20 0x60" },
      expect: { "6m": "quiet", "16m": "quiet" },
    },
  });

/** Of a group of hosts, the share of its least number. */
const found = (values: string) => ({
  'service:up:found_ratio{job="node",instance="workers",service="node",team="platform"}': values,
});

/** A target that answers without a metric that all of its kind have. */
const missing = (values: string) => ({
  'target:alert_inputs:missing{job="redis",instance="cache-1",service="cache",team="shop",metric="redis_memory_used_bytes"}':
    values,
});

const refreshFailures = (values: string) => ({
  [of("prometheus_sd_refresh_failures_total", 'mechanism="ec2"')]: values,
});

export const targetScenarios: readonly Scenario[] = [
  ...scenarios("TargetDown", {
    "warns within two minutes of a target going away, and resolves when it is back": {
      given: up("redis", "1x3 0x20 1x20"),
      expect: { "90s": "quiet", "130s": ["warning"], "7m": "quiet" },
    },
    "stays quiet on three missed scrapes": {
      given: up("redis", "1x3 0x2 1x20"),
      expect: { "90s": "quiet", "105s": "quiet", "3m": "quiet" },
    },
    "leaves hosts, services and probes to their own alerts": {
      given: { ...up("node", steady(0)), ...up("service", steady(0)), ...up("probe", steady(0)) },
      expect: { "2m": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("AlertInputsMissing", {
    "warns within ten minutes of a metric that is gone, and resolves when it is back": {
      given: missing("_x3 1x40 _x20"),
      expect: { "5m": "quiet", "6m30s": ["warning"], "17m": "quiet" },
    },
    "stays quiet on a metric that comes later than the target": {
      given: missing("1x12 _x40"),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("TargetsMissing", {
    "warns of a group that stays below its least size, and resolves when it is whole again": {
      given: found("1x3 0.5x50 1x20"),
      expect: { "10m": "quiet", "11m30s": ["warning"], "14m30s": "quiet" },
    },
    "stays quiet while a machine is replaced": {
      given: found("1x3 0.5x36 1x20"),
      expect: { "9m45s": "quiet", "11m": "quiet", "13m": "quiet" },
    },
    "stays quiet while more are there than must be": { given: found("1x3 2x60"), expect: { "12m": "quiet" } },
    "leaves a group that is gone to the alert of its technology": {
      given: found("1x3 _x60"),
      expect: { "12m": "quiet" },
    },
  }),
  ...scenarios("PrometheusSDRefreshFailure", {
    "warns when every refresh fails, and resolves when they succeed": {
      given: refreshFailures("0x3 0+1x60 60x40"),
      expect: { "10m": "quiet", "12m": ["warning"], "22m": "quiet" },
    },
    "warns when a refresh every four minutes fails": {
      given: refreshFailures(every(240)),
      expect: { "16m": ["warning"] },
    },
    "stays quiet on one failed refresh": {
      given: refreshFailures("1x3 2x60"),
      expect: { "5m": "quiet", "11m": "quiet", "15m": "quiet" },
    },
  }),
  ...countedOnChange(
    "PrometheusTargetSyncFailure",
    "critical",
    of("prometheus_target_sync_failed_total", 'scrape_job="redis"'),
    "a target is dropped",
  ),
  ...countedOnChange(
    "PrometheusTargetLimitHit",
    "warning",
    of("prometheus_target_scrape_pool_exceeded_target_limit_total"),
    "a job has too many targets",
  ),
  ...refused("PrometheusLabelLimitHit", "prometheus_target_scrape_pool_exceeded_label_limits_total"),
  ...refused("PrometheusScrapeSampleLimitHit", "prometheus_target_scrapes_exceeded_sample_limit_total"),
  ...dropped("PrometheusDuplicateTimestamps", "prometheus_target_scrapes_sample_duplicate_timestamp_total"),
  ...dropped("PrometheusOutOfOrderTimestamps", "prometheus_target_scrapes_sample_out_of_order_total"),
];
