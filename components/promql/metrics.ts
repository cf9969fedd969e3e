// What a metric's name tells about its type, and what is known of metrics whose names tell it wrong.

/** Suffixes that OpenMetrics and the exporters' authors keep for counters. */
const COUNTER = /(_total|_count|_sum|_bucket)$/;

/** Suffixes of what goes up and down; none of them is ever a counter's. */
const GAUGE =
  /(_info|_ratio|_percent|_percentage|_celsius|_timestamp|_timestamp_seconds|_(available|avail|free|used|usage|size|max|limit|capacity|resident_memory|virtual_memory|working_set|inuse|alloc)_bytes|_goroutines|_open_fds|_max_fds|_connections_(active|open|idle)|_queue_length|_in_flight|_inflight|_load1|_load5|_load15|_MemAvailable_bytes|_MemTotal_bytes|_MemFree_bytes)$/;

/** Counters that their exporters name without a suffix, after what they read. */
const COUNTERS_BY_ORIGIN =
  /^(mysql_global_status_|node_vmstat_|node_netstat_|node_nf_conntrack_stat_|pg_stat_|snmp_|if(HC)?(In|Out)|container_memory_failcnt$|apiserver_audit_event_count$|yace_cloudwatch_request_errors$|mongodb_(ss|sys|rs)_)/;

/** Gauges whose name ends as a counter's: they count things that are there, in the exporter's words. */
const GAUGES_LIKE_COUNTERS =
  /^(kube_|kubelet_running_|node_filefd_|node_hwmon_|process_|pg_stat_activity_count$|pg_locks_count$|pg_settings_|aws_|elasticsearch_(cluster|indices_docs|indices_deleted|filesystem|jvm_memory)|rabbitmq_queue|rabbitmq_queues|rabbitmq_connections$|cortex_bucket_blocks_count$|windows_cs_|vault_token_count$|\w*(pending|current|active|open|running|waiting)_\w*total$)/;

/** Whether 1 for yes and 0 for no is all that it can be. */
const SWITCH =
  /^(up|probe_success|(mysql|redis|pg|rabbitmq|mongodb|memcached|haproxy|kafka|nginx|elasticsearch_node_stats)_up|node_scrape_collector_success|kube_node_spec_unschedulable|kube_node_status_condition|kube_pod_status_ready|kube_pod_status_phase|prometheus_config_last_reload_successful|alertmanager_config_last_reload_successful)$/;

/** `level:metric:operations`: the result of a recording rule. */
export const isRecording = (name: string): boolean => name.includes(":");

/** `_total` is a counter's only; `_count`, `_sum` and `_bucket` are used for gauges as well. */
export const isCounter = (name: string): boolean =>
  name.endsWith("_total") && (!GAUGES_LIKE_COUNTERS.test(name) || name.endsWith("_restarts_total"));

export const hasCounterSuffix = (name: string): boolean => COUNTER.test(name);

/** A gauge beyond doubt. */
export const isGauge = (name: string): boolean => GAUGE.test(name) || isSwitch(name);

export const isCounterByOrigin = (name: string): boolean => COUNTERS_BY_ORIGIN.test(name);

/** A series of a classic histogram. */
export const isBucket = (name: string): boolean => name.endsWith("_bucket");

/** 1 or 0, as `up`. */
export const isSwitch = (name: string): boolean => SWITCH.test(name);
