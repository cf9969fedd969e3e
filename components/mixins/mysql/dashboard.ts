// MySQL at a glance: is it up, then what it does, its connections, InnoDB, replication, and its limits.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-mysql",
  title: "MySQL",
  description: "Statements, connections, InnoDB and replication of each MySQL or MariaDB server.",
  tags: ["data"],
  variables: [variable("service", 'up{job="mysql"}'), variable("instance", 'up{job="mysql"}')],
  rows: [
    row(
      "State",
      stat(
        "Servers up",
        "ratio",
        "Share of the servers that answer.",
        { up: `avg(mysql_up{${on}} or up{job="mysql",${on}})` },
        { alert: "MysqlDown" },
      ),
      stat("Statements", "perSecond", "Statements that all servers get together.", {
        statements: `sum(instance:mysql_questions:rate5m{${on}})`,
      }),
      stat("Most connections", "ratio", "The highest share of max_connections that any server has open.", {
        most: `max(instance:mysql_threads_connected:ratio{${on}})`,
      }),
      stat("Furthest behind", "seconds", "The longest replication lag; nothing without replicas.", {
        furthest: `max(instance_channel:mysql_replication_lag:seconds{${on}})`,
      }),
    ),
    row(
      "Statements",
      timeseries("Statements by server", "perSecond", "Statements that clients sent.", {
        "{{instance}}": `instance:mysql_questions:rate5m{${on}}`,
      }),
      timeseries("Statements by kind", "perSecond", "The ten kinds that come most often.", {
        "{{instance}} {{command}}": `topk(10, rate(mysql_global_status_commands_total{${on}}[5m]) > 0)`,
      }),
      timeseries(
        "Slow queries",
        "ratio",
        "Share of the statements that take longer than long_query_time.",
        { "{{instance}}": `instance:mysql_slow_queries:ratio_rate5m{${on}}` },
        { alert: "MysqlSlowQueries" },
      ),
      timeseries("Slow from", "seconds", "The setting long_query_time, without which slow queries say little.", {
        "{{instance}}": `mysql_global_variables_long_query_time{${on}}`,
      }),
      timeseries("Network", "bytesPerSecond", "Bytes received and sent.", {
        "{{instance}} in": `rate(mysql_global_status_bytes_received{${on}}[5m])`,
        "{{instance}} out": `rate(mysql_global_status_bytes_sent{${on}}[5m])`,
      }),
      timeseries("Temporary tables on disk", "perSecond", "Made by statements that lack an index or sort much.", {
        "{{instance}}": `rate(mysql_global_status_created_tmp_disk_tables{${on}}[5m])`,
      }),
    ),
    row(
      "Connections",
      timeseries(
        "Connections of max_connections",
        "ratio",
        "Share of the connections allowed that are open.",
        { "{{instance}}": `instance:mysql_threads_connected:ratio{${on}}` },
        { alert: "MysqlTooManyConnections" },
      ),
      timeseries(
        "Statements under way",
        "count",
        "Connections that execute a statement.",
        { "{{instance}}": `mysql_global_status_threads_running{${on}}` },
        { alert: "MysqlHighThreadsRunning" },
      ),
      timeseries("Refused connections", "count", "Connections refused in five minutes, by reason.", {
        "{{instance}} {{error}}": `round(increase(mysql_global_status_connection_errors_total{${on}}[5m]))`,
      }),
    ),
    row(
      "InnoDB",
      timeseries(
        "Buffer pool hits",
        "ratio",
        "Share of the pages asked for that were in memory; well below 99%, the buffer pool is too small.",
        { "{{instance}}": `instance:mysql_innodb_buffer_pool_hits:ratio_rate5m{${on}}` },
        { max: 1 },
      ),
      timeseries(
        "Log waits",
        "perSecond",
        "Times the log buffer was full.",
        { "{{instance}}": `instance:mysql_innodb_log_waits:rate5m{${on}}` },
        { alert: "MysqlInnodbLogWaits" },
      ),
      timeseries("Row lock waits", "perSecond", "Times a statement waited for a row that another one holds.", {
        "{{instance}}": `rate(mysql_global_status_innodb_row_lock_waits{${on}}[5m])`,
      }),
      timeseries("Waiting for rows", "count", "Statements that wait for a row at this moment.", {
        "{{instance}}": `mysql_global_status_innodb_row_lock_current_waits{${on}}`,
      }),
    ),
    row(
      "Replication and limits",
      timeseries(
        "Replication lag",
        "seconds",
        "How old the data of each replica is, without a delay that is meant; nothing while it does not replicate.",
        { "{{instance}} ← {{master_host}}": `instance_channel:mysql_replication_lag:seconds{${on}}` },
        { alert: "MysqlSlaveReplicationLag" },
      ),
      timeseries(
        "Open files",
        "ratio",
        "Share of open_files_limit in use.",
        { "{{instance}}": `instance:mysql_open_files:ratio{${on}}` },
        { alert: "MysqlTooManyOpenFiles", max: 1 },
      ),
      timeseries(
        "Prepared statements",
        "ratio",
        "Share of max_prepared_stmt_count that exist.",
        { "{{instance}}": `instance:mysql_prepared_statements:ratio{${on}}` },
        { alert: "MysqlHighPreparedStatementsUtilization", max: 1 },
      ),
      timeseries(
        "Uptime",
        "seconds",
        "Time since the server started.",
        { "{{instance}}": `mysql_global_status_uptime{${on}}` },
        { alert: "MysqlRestarted" },
      ),
    ),
  ],
});
