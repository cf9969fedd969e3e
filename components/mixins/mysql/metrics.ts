// What mysqld_exporter gives about a MySQL or MariaDB server. Most has no type there; "only goes up" marks the counters.
import { type Catalogue, counter, gauge, type Metric, type Unit, untyped } from "../../rules";

/** A value of SHOW GLOBAL STATUS. */
const status = (name: string, unit: Unit, help: string): Metric => untyped(`mysql_global_status_${name}`, unit, help);

/** A setting of SHOW GLOBAL VARIABLES. */
const setting = (name: string, unit: Unit, help: string): Metric => gauge(`mysql_global_variables_${name}`, unit, help);

/** A value of a replica's status. It is named as the server names it: MySQL 8.4 changed the words, MariaDB kept them. */
const replica = (name: string, unit: Unit, help: string): Metric =>
  untyped(`mysql_slave_status_${name}`, unit, help, {
    channel_name: 4,
    connection_name: 4,
    master_host: 4,
    master_uuid: 4,
  });

export const metrics: Catalogue = {
  exporter: "mysqld_exporter",
  version: "0.14.0",
  source: "https://github.com/prometheus/mysqld_exporter",
  // Counted with the exporter's default collectors on an empty MariaDB 10.11.19; it has no collector of tables by default.
  series: { expected: 1126 },
  present: {
    metrics: [
      "mysql_global_status_threads_connected",
      "mysql_global_variables_max_connections",
      "mysql_global_status_uptime",
    ],
    while: "mysql_up",
  },
  metrics: [
    gauge("mysql_up", "boolean", "1 while the server answers the exporter."),
    status("uptime", "seconds", "Time since the server started."),
    status("threads_connected", "count", "Open connections."),
    status("threads_running", "count", "Connections that execute a statement at this moment."),
    setting("max_connections", "count", "Connections that the server accepts."),
    counter("mysql_global_status_connection_errors_total", "count", "Connections refused, by reason.", {
      error: ["accept", "internal", "max_connections", "peer_address", "select", "tcpwrap"],
    }),
    status("questions", "count", "Statements that clients sent; only goes up."),
    status("slow_queries", "count", "Statements that took longer than long_query_time; only goes up."),
    setting("long_query_time", "seconds", "From when on a statement is slow."),
    counter("mysql_global_status_commands_total", "count", "Statements by kind.", { command: 250 }),
    status("bytes_received", "bytes", "Bytes received; only goes up."),
    status("bytes_sent", "bytes", "Bytes sent; only goes up."),
    status("innodb_buffer_pool_read_requests", "count", "Pages asked for; only goes up."),
    status("innodb_buffer_pool_reads", "count", "Pages that had to be read from disk; only goes up."),
    status(
      "innodb_log_waits",
      "count",
      "Times the log buffer was too small and had to be written first; only goes up.",
    ),
    status("innodb_row_lock_waits", "count", "Times a statement waited for a row; only goes up."),
    status("innodb_row_lock_current_waits", "count", "Statements that wait for a row at this moment."),
    status("created_tmp_disk_tables", "count", "Temporary tables made on disk; only goes up."),
    status("open_files", "count", "Files that the server has open, without those of InnoDB."),
    setting("open_files_limit", "count", "Files that the server may open; 0 where it does not know."),
    status("prepared_stmt_count", "count", "Prepared statements that exist."),
    setting("max_prepared_stmt_count", "count", "Prepared statements that may exist; 0 forbids them."),
    replica("slave_io_running", "boolean", "1 while a replica receives changes; only on replicas."),
    replica(
      "replica_io_running",
      "boolean",
      "The same on a replica of MySQL 8.4 or later; needs mysqld_exporter 0.16.",
    ),
    replica("slave_sql_running", "boolean", "1 while a replica applies changes; only on replicas."),
    replica(
      "replica_sql_running",
      "boolean",
      "The same on a replica of MySQL 8.4 or later; needs mysqld_exporter 0.16.",
    ),
    replica(
      "seconds_behind_master",
      "seconds",
      "How old the change is that a replica applies; absent while it does not apply any.",
    ),
    replica(
      "seconds_behind_source",
      "seconds",
      "The same on a replica of MySQL 8.4 or later; needs mysqld_exporter 0.16.",
    ),
    replica("sql_delay", "seconds", "How far a replica is meant to be behind; only on replicas."),
  ],
};
