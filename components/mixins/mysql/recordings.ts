// What a MySQL server does, how close it is to its limits, and how far its replicas are behind, computed once.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "service", "team", "host", "job"];
const channel = [...instance, "channel_name", "connection_name", "master_host", "master_uuid"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:mysql_threads_connected:ratio",
    expr: "mysql_global_status_threads_connected / (mysql_global_variables_max_connections > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_questions:rate5m",
    expr: "rate(mysql_global_status_questions[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_slow_queries:rate5m",
    expr: "rate(mysql_global_status_slow_queries[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_slow_queries:ratio_rate5m",
    expr: "instance:mysql_slow_queries:rate5m / (instance:mysql_questions:rate5m > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_innodb_buffer_pool_hits:ratio_rate5m",
    expr: `1 - rate(mysql_global_status_innodb_buffer_pool_reads[5m])
      / (rate(mysql_global_status_innodb_buffer_pool_read_requests[5m]) > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_innodb_log_waits:rate5m",
    expr: "rate(mysql_global_status_innodb_log_waits[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_open_files:ratio",
    expr: "mysql_global_status_open_files / (mysql_global_variables_open_files_limit > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:mysql_prepared_statements:ratio",
    expr: "mysql_global_status_prepared_stmt_count / (mysql_global_variables_max_prepared_stmt_count > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance_channel:mysql_replication_lag:seconds",
    // Without the delay that a replica is meant to have.
    expr: `clamp_min((mysql_slave_status_seconds_behind_master or mysql_slave_status_seconds_behind_source)
      - mysql_slave_status_sql_delay, 0)`,
    unit: "seconds",
    labels: channel,
  }),
];
