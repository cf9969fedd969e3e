// What a metric's name tells about its type.

/** Suffixes that OpenMetrics and the exporters' authors keep for counters. */
const COUNTER = /(_total|_count|_sum|_bucket)$/;

/** Suffixes of what goes up and down; none of them is ever a counter's. */
const GAUGE =
  /(_info|_ratio|_percent|_percentage|_celsius|_timestamp|_timestamp_seconds|_(available|avail|free|used|usage|size|max|limit|capacity|resident_memory|virtual_memory|working_set|inuse|alloc)_bytes|_goroutines|_open_fds|_max_fds|_connections_(active|open|idle)|_queue_length|_in_flight|_inflight|_load1|_load5|_load15|_MemAvailable_bytes|_MemTotal_bytes|_MemFree_bytes)$/;

/** Counters that their exporters name without a suffix, after what they read. */
const COUNTERS_BY_ORIGIN =
  /^(mysql_global_status_|node_vmstat_|node_netstat_|node_nf_conntrack_stat_|pg_stat_|snmp_|if(HC)?(In|Out))/;

/** `level:metric:operations`: the result of a recording rule. */
export const isRecording = (name: string): boolean => name.includes(":");

/** `_total` is a counter's only; `_count`, `_sum` and `_bucket` are used for gauges as well. */
export const isCounter = (name: string): boolean => name.endsWith("_total");

export const hasCounterSuffix = (name: string): boolean => COUNTER.test(name);

/** A gauge beyond doubt. */
export const isGauge = (name: string): boolean => GAUGE.test(name);

export const isCounterByOrigin = (name: string): boolean => COUNTERS_BY_ORIGIN.test(name);

/** A series of a classic histogram. */
export const isBucket = (name: string): boolean => name.endsWith("_bucket");
