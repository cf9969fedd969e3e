// A healthy MySQL: a source and its replica, with a tenth of the connections allowed.
import { about, always, every, type Normal, traffic, uptime } from "../../rules";

const source: Normal = {
  mysql_up: always(1),
  mysql_global_status_uptime: uptime,
  mysql_global_status_threads_connected: about(48),
  mysql_global_status_threads_running: about(4),
  mysql_global_variables_max_connections: always(500),
  mysql_global_status_connection_errors_total: [
    "accept",
    "internal",
    "max_connections",
    "peer_address",
    "select",
    "tcpwrap",
  ].map((error) => [{ error }, always(0)] as const),
  mysql_global_status_questions: traffic(850),
  mysql_global_status_slow_queries: every(900),
  mysql_global_variables_long_query_time: always(1),
  mysql_global_status_commands_total: [
    [{ command: "select" }, traffic(620)],
    [{ command: "insert" }, traffic(70)],
    [{ command: "update" }, traffic(50)],
    [{ command: "delete" }, traffic(10)],
    [{ command: "begin" }, traffic(50)],
    [{ command: "commit" }, traffic(50)],
  ],
  mysql_global_status_bytes_received: traffic(140_000),
  mysql_global_status_bytes_sent: traffic(1_900_000),
  mysql_global_status_innodb_buffer_pool_read_requests: traffic(42_000),
  mysql_global_status_innodb_buffer_pool_reads: traffic(60),
  mysql_global_status_innodb_log_waits: always(0),
  mysql_global_status_innodb_row_lock_waits: traffic(0.05),
  mysql_global_status_innodb_row_lock_current_waits: always(0),
  mysql_global_status_created_tmp_disk_tables: traffic(0.4),
  mysql_global_status_open_files: about(60, 0.1),
  mysql_global_variables_open_files_limit: always(10_000),
  mysql_global_status_prepared_stmt_count: about(400),
  mysql_global_variables_max_prepared_stmt_count: always(16_382),
};

const channel = { channel_name: "", connection_name: "", master_host: "10.0.0.1", master_uuid: "8f2b" };

const replica: Normal = {
  ...source,
  mysql_slave_status_slave_io_running: [[channel, always(1)]],
  mysql_slave_status_slave_sql_running: [[channel, always(1)]],
  mysql_slave_status_seconds_behind_master: [[channel, about(1)]],
  mysql_slave_status_sql_delay: [[channel, always(0)]],
  // A server names its replication in one way; this one is older than MySQL 8.4.
  mysql_slave_status_replica_io_running: [],
  mysql_slave_status_replica_sql_running: [],
  mysql_slave_status_seconds_behind_source: [],
};

export const normal: readonly Normal[] = [source, replica];
