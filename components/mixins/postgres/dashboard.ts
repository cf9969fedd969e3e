// PostgreSQL at a glance: does it answer, who uses it, how well do its queries go, does it replicate, what grows.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-postgres",
  title: "PostgreSQL",
  description: "Connections, transactions, locks, replication, WAL and size of each PostgreSQL server.",
  tags: ["data"],
  variables: [variable("service", 'up{job="postgres"}'), variable("instance", 'up{job="postgres"}')],
  rows: [
    row(
      "State",
      stat(
        "Servers up",
        "ratio",
        "Share of the servers that answer.",
        { up: `sum(pg_up{${on}}) / count(up{job="postgres",${on}})` },
        { alert: "PostgresDown" },
      ),
      stat(
        "Connections used",
        "ratio",
        "The highest share of max_connections of any server.",
        { used: `max(instance:pg_connections_used:ratio{${on}})` },
        { alert: "PostgresHighConnectionUsage" },
      ),
      stat(
        "Oldest transaction",
        "seconds",
        "The longest that any transaction has been open.",
        { oldest: `max(instance_datname_state:pg_transaction_age_seconds:max{${on}})` },
        { alert: "PostgresLongRunningQuery" },
      ),
      stat(
        "Replication lag",
        "seconds",
        "The furthest that any standby is behind.",
        { lag: `max(pg_replication_lag_seconds{${on}})` },
        { alert: "PostgresReplicationLag" },
      ),
      stat(
        "Exporters with errors",
        "count",
        "Exporters of which a query failed: what they could not ask is missing here.",
        { errors: `sum(pg_exporter_last_scrape_error{${on}})` },
        { alert: "PostgresExporterErrors" },
      ),
    ),
    row(
      "Connections",
      timeseries(
        "Connections used",
        "ratio",
        "Share of max_connections; at 100% new ones are refused.",
        { "{{instance}}": `instance:pg_connections_used:ratio{${on}}` },
        { alert: "PostgresHighConnectionUsage", max: 1 },
      ),
      timeseries(
        "Connections by state",
        "count",
        "Idle ones belong to pools; idle in transaction should be few.",
        { "{{instance}} {{state}}": `instance_state:pg_connections:sum{${on}} > 0` },
        { stack: true },
      ),
    ),
    row(
      "Queries",
      timeseries("Transactions", "perSecond", "Transactions that ended, committed or rolled back.", {
        "{{instance}} {{datname}}": `instance_datname:pg_transactions:rate5m{${on}}`,
      }),
      timeseries(
        "Mean time of a transaction",
        "seconds",
        "Time in SQL by transaction, from PostgreSQL 14 on; the exporter has no percentiles.",
        { "{{instance}} {{datname}}": `instance_datname:pg_transaction_time_seconds:mean_rate5m{${on}}` },
      ),
      timeseries(
        "Slowest statements",
        "seconds",
        "Mean time of the ten slowest statements, by queryid; needs the collector stat_statements.",
        {
          "{{instance}} {{datname}} {{queryid}}": `topk(10, instance_queryid:pg_statement_time_seconds:mean_rate5m{${on}})`,
        },
        { alert: "PostgresSlowQueries" },
      ),
      timeseries("Busiest statements", "count", "Connections that the ten busiest statements occupy on average.", {
        "{{instance}} {{datname}} {{queryid}}": `topk(10, instance_queryid:pg_statement_busy:rate5m{${on}})`,
      }),
      timeseries(
        "Oldest transaction",
        "seconds",
        "How long the oldest transaction of each database and state has been open.",
        {
          "{{instance}} {{datname}} {{state}}": `instance_datname_state:pg_transaction_age_seconds:max{${on}} > 0`,
        },
        { alert: "PostgresLongRunningQuery" },
      ),
      timeseries(
        "Rollbacks",
        "ratio",
        "Share of the transactions that were rolled back, from one a second on.",
        { "{{instance}} {{datname}}": `instance_datname:pg_rollbacks:ratio_rate5m{${on}}` },
        { alert: "PostgresTooManyRollbacks", max: 1 },
      ),
      timeseries(
        "Cache hits",
        "ratio",
        "Share of the blocks that were in shared_buffers, from 100 a second on.",
        { "{{instance}} {{datname}}": `instance_datname:pg_cache_hits:ratio_rate5m{${on}}` },
        { alert: "PostgresLowCacheHitRatio", max: 1 },
      ),
      timeseries("Temporary files", "bytesPerSecond", "Sorts and joins too large for work_mem.", {
        "{{instance}} {{datname}}": `sum by (instance, datname) (rate(pg_stat_database_temp_bytes{${on}}[5m]))`,
      }),
    ),
    row(
      "Locks",
      timeseries(
        "Lock table used",
        "ratio",
        "Share of the lock table; when it is full, queries fail.",
        { "{{instance}}": `instance:pg_locks_used:ratio{${on}}` },
        { alert: "PostgresTooManyLocksAcquired", max: 1 },
      ),
      timeseries("Locks by mode", "count", "Exclusive modes make others wait.", {
        "{{instance}} {{mode}}": `sum by (instance, mode) (pg_locks_count{${on}}) > 0`,
      }),
      timeseries(
        "Connections that wait for a lock",
        "count",
        "Needs exporter 0.17.",
        {
          "{{instance}} {{datname}}": `sum by (instance, datname) (pg_stat_activity_count{wait_event_type="Lock",${on}})`,
        },
        { alert: "PostgresBlockedQueries" },
      ),
      timeseries(
        "Deadlocks",
        "count",
        "Deadlocks of the last five minutes.",
        {
          "{{instance}} {{datname}}": `round(sum by (instance, datname) (increase(pg_stat_database_deadlocks{${on}}[5m])))`,
        },
        { alert: "PostgresDeadlocks" },
      ),
    ),
    row(
      "Replication and WAL",
      timeseries(
        "Replication lag",
        "seconds",
        "How old the data of each standby is; needs exporter 0.14.",
        { "{{instance}}": `pg_replication_lag_seconds{${on}}` },
        { alert: "PostgresReplicationLag" },
      ),
      timeseries(
        "Standbys that are not connected",
        "count",
        "Of the standbys that run; they show no lag then.",
        { "{{service}}": 'service:pg_standbys_disconnected:count{service=~"$service"}' },
        { alert: "PostgresStandbyDisconnected" },
      ),
      timeseries(
        "Replication backlog",
        "bytes",
        "WAL that each connected standby has still to replay.",
        {
          "{{instance}} to {{application_name}} {{client_addr}}": `instance_standby:pg_replication_backlog_bytes:max{${on}}`,
        },
        { alert: "PostgresReplicationBacklog" },
      ),
      timeseries(
        "WAL kept for slots",
        "bytes",
        "A slot that nobody reads keeps WAL until the disk is full.",
        { "{{instance}} {{slot_name}}": `instance_slot:pg_replication_slot_retained_bytes:max{${on}}` },
        { alert: "PostgresInactiveReplicationSlot" },
      ),
      timeseries(
        "WAL archive",
        "count",
        "Files archived in the last five minutes, and attempts that failed.",
        {
          "{{instance}} archived": `round(sum by (instance) (increase(pg_stat_archiver_archived_count{${on}}[5m])))`,
          "{{instance}} failed": `round(sum by (instance) (increase(pg_stat_archiver_failed_count{${on}}[5m])))`,
        },
        { alert: "PostgresWALArchiveFailure" },
      ),
    ),
    row(
      "Size and growth",
      timeseries("Size of databases", "bytes", "Size on disk.", {
        "{{instance}} {{datname}}": `max by (instance, datname) (pg_database_size_bytes{${on}})`,
      }),
      timeseries("Growth of databases", "bytes", "What each database grew in the last day.", {
        "{{instance}} {{datname}}": `max by (instance, datname) (delta(pg_database_size_bytes{${on}}[1d]))`,
      }),
      table("Largest tables", "bytes", "The twenty largest tables; needs exporter 0.18.", {
        Size: `topk(20, max by (instance, datname, schemaname, relname) (pg_stat_user_tables_table_size_bytes{${on}}))`,
      }),
      timeseries("Tables that grow most", "bytes", "What the ten tables that grow most grew in the last day.", {
        "{{datname}} {{schemaname}}.{{relname}}": `topk(10, max by (instance, datname, schemaname, relname) (delta(pg_stat_user_tables_table_size_bytes{${on}}[1d])) > 0)`,
      }),
      timeseries(
        "Dead rows",
        "ratio",
        "Share of dead rows, of tables with more than 10,000 of them.",
        { "{{datname}} {{schemaname}}.{{relname}}": `instance_relname:pg_dead_tuples:ratio{${on}}` },
        { alert: "PostgresHighDeadTuples", max: 1 },
      ),
    ),
  ],
});
