// A healthy Prometheus: some thirty targets, a pair of Alertmanagers, and a remote storage that it keeps up with.
import { about, ago, always, around, type Normal, observed, startTime, steadily, traffic } from "../../rules";

const GIB = 1024 ** 3;
const QUANTILES = [0.5, 0.9, 0.99] as const;
const REMOTE = { remote_name: "central", url: "http://10.0.0.9:9009/api/v1/push" };

/** Of each scrape job: its targets, and the metrics whose type is known. */
const JOBS = [
  { scrape_job: "node", targets: 10, known: 283 },
  { scrape_job: "redis", targets: 2, known: 190 },
  { scrape_job: "service", targets: 18, known: 95 },
] as const;

/** Of each rule group: its rules, and how many seconds they take. */
const GROUPS = [
  { rule_group: "/etc/prometheus/rules/node.yml;node", rules: 47, seconds: 0.009 },
  { rule_group: "/etc/prometheus/rules/redis.yml;redis", rules: 26, seconds: 0.003 },
  { rule_group: "/etc/prometheus/rules/service.yml;service", rules: 38, seconds: 0.02 },
] as const;

const ALERTMANAGERS = ["http://10.0.0.5:9093/api/v2/alerts", "http://10.0.0.6:9093/api/v2/alerts"];
const toEach = <Course>(course: Course) => ALERTMANAGERS.map((alertmanager) => [{ alertmanager }, course] as const);

export const normal: readonly Normal[] = [
  {
    process_start_time_seconds: startTime,
    process_resident_memory_bytes: around(0.9 * GIB, 0.2),
    prometheus_config_last_reload_successful: always(1),

    prometheus_sd_refresh_failures_total: [[{ mechanism: "ec2" }, always(0)]],
    prometheus_target_scrape_pool_targets: JOBS.map(({ scrape_job, targets }) => [{ scrape_job }, always(targets)]),
    prometheus_target_sync_failed_total: JOBS.map(({ scrape_job }) => [{ scrape_job }, always(0)]),
    prometheus_target_scrape_pool_exceeded_target_limit_total: always(0),
    prometheus_target_scrape_pool_exceeded_label_limits_total: always(0),
    prometheus_target_scrapes_exceeded_sample_limit_total: always(0),
    prometheus_target_scrapes_sample_duplicate_timestamp_total: always(0),
    prometheus_target_scrapes_sample_out_of_order_total: always(0),
    prometheus_target_metadata_cache_entries: JOBS.map(({ scrape_job, known }) => [{ scrape_job }, always(known)]),

    prometheus_tsdb_head_series: about(42_000, 0.05),
    // As many a second as series are scraped every 15 seconds.
    prometheus_tsdb_head_samples_appended_total: [
      [{ type: "float" }, steadily(2_800)],
      [{ type: "histogram" }, always(0)],
    ],
    prometheus_tsdb_wal_writes_failed_total: always(0),
    prometheus_tsdb_reloads_failures_total: always(0),
    prometheus_tsdb_compactions_failed_total: always(0),

    prometheus_rule_group_rules: GROUPS.map(({ rule_group, rules }) => [{ rule_group }, always(rules)]),
    prometheus_rule_group_interval_seconds: GROUPS.map(({ rule_group }) => [{ rule_group }, always(10)]),
    prometheus_rule_group_last_duration_seconds: GROUPS.map(({ rule_group, seconds }) => [
      { rule_group },
      around(seconds, 0.4),
    ]),
    prometheus_rule_group_last_evaluation_timestamp_seconds: GROUPS.map(({ rule_group }) => [{ rule_group }, ago(5)]),
    prometheus_rule_group_iterations_missed_total: GROUPS.map(({ rule_group }) => [{ rule_group }, always(0)]),
    prometheus_rule_evaluation_failures_total: GROUPS.map(({ rule_group }) => [{ rule_group }, always(0)]),

    prometheus_engine_queries: about(2, 1),
    prometheus_engine_queries_concurrent_max: always(20),
    // The rules alone are eleven a second.
    prometheus_engine_query_duration_seconds: [
      [{ slice: "inner_eval" }, observed({ perSecond: 12, median: 0.0002, spread: 1.2, bounds: QUANTILES })],
      [{ slice: "prepare_time" }, observed({ perSecond: 12, median: 0.00003, spread: 0.8, bounds: QUANTILES })],
      [{ slice: "queue_time" }, observed({ perSecond: 12, median: 0.000003, spread: 0.8, bounds: QUANTILES })],
      [{ slice: "result_sort" }, observed({ perSecond: 1, median: 0.000002, spread: 0.8, bounds: QUANTILES })],
    ],

    prometheus_notifications_alertmanagers_discovered: always(ALERTMANAGERS.length),
    prometheus_notifications_queue_length: always(0),
    prometheus_notifications_queue_capacity: always(10_000),
    prometheus_notifications_sent_total: toEach(traffic(0.09)),
    prometheus_notifications_errors_total: toEach(always(0)),
    prometheus_notifications_latency_seconds: toEach(
      observed({ perSecond: 0.06, median: 0.002, spread: 0.6, bounds: QUANTILES }),
    ),

    prometheus_remote_storage_samples_total: [[REMOTE, steadily(2_800)]],
    prometheus_remote_storage_samples_failed_total: [[REMOTE, always(0)]],
    prometheus_remote_storage_samples_pending: [[REMOTE, around(900)]],
    prometheus_remote_storage_shards: [[REMOTE, always(2)]],
    prometheus_remote_storage_highest_timestamp_in_seconds: ago(1),
    prometheus_remote_storage_queue_highest_sent_timestamp_seconds: [[REMOTE, ago(6)]],
  },
];
