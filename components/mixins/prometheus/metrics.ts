// What Prometheus says about itself; checked against the oldest version that is supported, and read through up to 3.13.
import { type Catalogue, counter, gauge, summary } from "../../rules";

const job = { scrape_job: 100 };
const group = { rule_group: 100 };
const alertmanager = { alertmanager: 5 };
const remote = { remote_name: 3, url: 3 };

export const metrics: Catalogue = {
  exporter: "prometheus",
  version: "2.42.0",
  source: "https://github.com/prometheus/prometheus",
  // Counted in 3.13.5 after it had answered queries: 1,137 samples with three scrape jobs and eighteen rule groups; 2.42 has a third
  // less. Each path of its API that is asked for the first time adds 24.
  series: { expected: 830, each: { scrapeJob: 30, ruleGroup: 11, remoteWrite: 58 } },
  present: {
    metrics: [
      "prometheus_config_last_reload_successful",
      "prometheus_tsdb_head_samples_appended_total",
      "prometheus_notifications_queue_capacity",
    ],
  },
  metrics: [
    gauge("process_start_time_seconds", "timestamp", "When the process started."),
    gauge("process_resident_memory_bytes", "bytes", "Memory of the process."),
    gauge("prometheus_config_last_reload_successful", "boolean", "1 where the last reload took the configuration."),

    counter("prometheus_sd_refresh_failures_total", "count", "Failed refreshes of a service discovery.", {
      mechanism: 20,
    }),
    gauge("prometheus_target_scrape_pool_targets", "count", "Targets of a scrape job.", job),
    counter(
      "prometheus_target_sync_failed_total",
      "count",
      "Targets that could not be made of what was discovered; counted when targets change, not at every scrape.",
      job,
    ),
    // The gauge of the limit itself came only after this version.
    counter(
      "prometheus_target_scrape_pool_exceeded_target_limit_total",
      "count",
      "Times a job had more targets than its limit; counted when targets change, not at every scrape.",
    ),
    counter("prometheus_target_scrape_pool_exceeded_label_limits_total", "count", "Scrapes over a limit of labels."),
    counter("prometheus_target_scrapes_exceeded_sample_limit_total", "count", "Scrapes over the limit of samples."),
    counter(
      "prometheus_target_scrapes_sample_duplicate_timestamp_total",
      "count",
      "Samples dropped: same time, another value.",
    ),
    counter("prometheus_target_scrapes_sample_out_of_order_total", "count", "Samples dropped: older than the last."),
    gauge("prometheus_target_metadata_cache_entries", "count", "Metrics whose type is known, by scrape job.", job),

    gauge("prometheus_tsdb_head_series", "count", "Series in memory."),
    counter("prometheus_tsdb_head_samples_appended_total", "count", "Samples stored.", {
      type: ["float", "histogram"],
    }),
    counter("prometheus_tsdb_wal_writes_failed_total", "count", "Failed writes to the write-ahead log."),
    counter("prometheus_tsdb_reloads_failures_total", "count", "Failed reloads of the blocks on disk."),
    counter("prometheus_tsdb_compactions_failed_total", "count", "Failed compactions of blocks."),

    gauge("prometheus_rule_group_rules", "count", "Rules of a group.", group),
    gauge("prometheus_rule_group_interval_seconds", "seconds", "How often a group is evaluated.", group),
    gauge("prometheus_rule_group_last_duration_seconds", "seconds", "How long its last evaluation took.", group),
    gauge(
      "prometheus_rule_group_last_evaluation_timestamp_seconds",
      "timestamp",
      "When it was evaluated last, by the server's own clock.",
      group,
    ),
    counter("prometheus_rule_group_iterations_missed_total", "count", "Evaluations skipped as too slow.", group),
    counter("prometheus_rule_evaluation_failures_total", "count", "Rules that could not be evaluated.", group),

    gauge("prometheus_engine_queries", "count", "Queries running or waiting."),
    gauge("prometheus_engine_queries_concurrent_max", "count", "Queries that can run at a time."),
    summary(
      "prometheus_engine_query_duration_seconds",
      "seconds",
      "How long each part of a query takes.",
      { slice: ["inner_eval", "prepare_time", "queue_time", "result_sort"] },
      3,
    ),

    gauge("prometheus_notifications_alertmanagers_discovered", "count", "Alertmanagers that alerts are sent to."),
    gauge("prometheus_notifications_queue_length", "count", "Alerts waiting to be sent."),
    gauge("prometheus_notifications_queue_capacity", "count", "Alerts that can wait."),
    counter("prometheus_notifications_sent_total", "count", "Alerts sent, failed ones included.", alertmanager),
    counter(
      "prometheus_notifications_errors_total",
      "count",
      "What could not be sent: requests, and since 3.1 the alerts in them.",
      alertmanager,
    ),
    summary(
      "prometheus_notifications_latency_seconds",
      "seconds",
      "How long a request took, failed ones included; its count is the number of requests.",
      alertmanager,
      3,
    ),

    counter("prometheus_remote_storage_samples_total", "count", "Samples sent, failed ones included.", remote),
    counter("prometheus_remote_storage_samples_failed_total", "count", "Samples refused for good.", remote),
    gauge(
      "prometheus_remote_storage_samples_pending",
      "count",
      "Samples that wait in the queue of a remote storage.",
      remote,
    ),
    gauge("prometheus_remote_storage_shards", "count", "Parallel senders of a remote storage.", remote),
    gauge(
      "prometheus_remote_storage_highest_timestamp_in_seconds",
      "timestamp",
      "Newest sample that is to be sent anywhere.",
    ),
    gauge(
      "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
      "timestamp",
      "Newest sample that was sent; absent until the first success.",
      remote,
    ),
  ],
};
