// What can go wrong with what a Prometheus stores.
import { type Alert, alert } from "../../rules";

export const storageAlerts: readonly Alert[] = [
  alert({
    name: "PrometheusNotIngestingSamples",
    expr: `instance:prometheus_tsdb_head_samples_appended:rate5m == 0 and (
      sum without (scrape_job) (prometheus_target_metadata_cache_entries) > 0
      or sum without (rule_group) (prometheus_rule_group_rules) > 0)`,
    severity: "warning",
    for: "5m",
    summary: "Prometheus {{ $labels.instance }} stores nothing",
    description: "It has targets and rules, and stores no sample of them: its disk is full, or its storage is broken.",
  }),
  alert({
    name: "PrometheusStoresNothing",
    // Of itself, whose own series end as well. Further back than a newest value counts: after five minutes all other alerts end.
    expr: 'time() - max by (job, service, team) (max_over_time(timestamp(up{job="prometheus"})[6h:30s]))',
    above: { critical: 45 },
    unit: "seconds",
    // One that was away for a minute has no newer sample when it evaluates first.
    for: "30s",
    exprHolds: "45s",
    summary: "A Prometheus stores nothing",
    description:
      "Its newest sample is {{ $value | humanizeDuration }} old, and its other alerts seem resolved: is its disk full?",
  }),
  alert({
    name: "PrometheusWALWritesFailed",
    // Since it started: where a record is cut, its next start reads no further.
    expr: "prometheus_tsdb_wal_writes_failed_total",
    above: { warning: 0 },
    for: "5m",
    summary: "Prometheus {{ $labels.instance }} has a write-ahead log that is cut",
    description: "Restart it once its disk has space: what it stores until then is lost at its next start.",
  }),
  alert({
    name: "PrometheusTSDBReloadsFailing",
    // Blocks are reloaded every minute, so that a failure that stays counts fifteen.
    expr: "round(increase(prometheus_tsdb_reloads_failures_total[15m]))",
    above: { warning: 2 },
    for: "0s",
    summary: "Prometheus {{ $labels.instance }} cannot load its blocks",
    description: "It failed {{ $value }} times in 15 minutes: older samples may be missing from answers.",
  }),
  alert({
    name: "PrometheusTSDBCompactionsFailing",
    expr: "round(increase(prometheus_tsdb_compactions_failed_total[15m]))",
    above: { warning: 2 },
    for: "0s",
    summary: "Prometheus {{ $labels.instance }} cannot compact its blocks",
    description: "It failed {{ $value }} times in 15 minutes: memory and disk fill up until it stops.",
  }),
];
