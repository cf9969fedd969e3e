// What is stored.
import { type Scenario, scenarios } from "../../../rules";
import { growing, of, steady } from "./series";

const ENTRIES = of("prometheus_target_metadata_cache_entries", 'scrape_job="node"');
const RULES = of("prometheus_rule_group_rules", 'rule_group="rules.yml;node"');

/** A server with something to store, and the samples that it stored. */
const stored = (values: string, entries = 100, rules = 10): Record<string, string> => ({
  [of("prometheus_tsdb_head_samples_appended_total", 'type="float"')]: values,
  [of("prometheus_tsdb_head_samples_appended_total", 'type="histogram"')]: steady(0),
  [ENTRIES]: steady(entries),
  [RULES]: steady(rules),
});

/** A counter of something that is tried again every minute. */
const triedAgain = (alert: string, counter: string): Scenario[] => {
  const failed = (values: string) => ({ interval: "60s" as const, given: { [of(counter)]: values } });
  return scenarios(alert, {
    "warns at the third failure in a row, and resolves a quarter of an hour after the last": {
      ...failed("0x5 1 2 3 4 5 5x40"),
      expect: { "7m": "quiet", "8m": ["warning"], "25m": "quiet" },
    },
    "stays quiet at two failures": {
      ...failed("0x5 1 2 2x40"),
      expect: { "7m": "quiet", "10m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the server restarts": {
      ...failed("9x10 0x40"),
      expect: { "11m": "quiet", "15m": "quiet", "20m": "quiet" },
    },
  });
};

export const storageScenarios: readonly Scenario[] = [
  ...scenarios("PrometheusNotIngestingSamples", {
    "warns when nothing is stored, and resolves when it is": {
      given: stored("500x40 500+10x60"),
      expect: { "5m": "quiet", "6m": ["warning"], "12m": "quiet" },
    },
    "warns when only rules give samples": { given: stored(steady(500), 0), expect: { "6m": ["warning"] } },
    "stays quiet at one sample in ten seconds": {
      given: stored(growing(0.1)),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet without targets and rules": {
      given: stored(steady(500), 0, 0),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PrometheusStoresNothing", {
    "pages when its newest sample stays older than 45 s, and resolves": {
      given: { [of("up")]: "1x20 _x20 1x60" },
      expect: { "6m": "quiet", "7m": ["critical"], "10m": ["critical"], "12m": "quiet" },
    },
    "still pages when no newest value counts any more": {
      given: { [of("up")]: "1x20 _x100" },
      expect: { "25m": ["critical"] },
    },
    "stays quiet when Prometheus itself was away, until its first scrape": {
      given: { [of("up")]: "1x20 _x4 1x60" },
      expect: { "6m": "quiet", "7m": "quiet" },
    },
    "stays quiet when Prometheus does not answer itself": {
      given: { [of("up")]: "1x20 0x60" },
      expect: { "7m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PrometheusWALWritesFailed", {
    "warns until it is restarted, also when no more writes fail": {
      given: { [of("prometheus_tsdb_wal_writes_failed_total")]: "0x20 1 2 3 3x80 0x60" },
      expect: { "10m": "quiet", "11m": ["warning"], "25m": ["warning"], "27m": "quiet" },
    },
    "stays quiet when none has failed": {
      given: { [of("prometheus_tsdb_wal_writes_failed_total")]: steady(0) },
      expect: { "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet when it was restarted within five minutes": {
      given: { [of("prometheus_tsdb_wal_writes_failed_total")]: "0x20 1 2 3 3x12 0x60" },
      expect: { "11m": "quiet", "15m": "quiet" },
    },
  }),
  ...triedAgain("PrometheusTSDBReloadsFailing", "prometheus_tsdb_reloads_failures_total"),
  ...triedAgain("PrometheusTSDBCompactionsFailing", "prometheus_tsdb_compactions_failed_total"),
];
