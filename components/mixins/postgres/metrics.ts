// What postgres_exporter gives about a server; checked with PostgreSQL 15 and read through up to exporter 0.20.
import { type Catalogue, counter, gauge, untyped } from "../../rules";

/** The server's address, which the exporter repeated on most of its series until 0.19. */
const server = { server: 1 };
const database = { ...server, datid: 50, datname: 50 };
const table = { ...server, datname: 50, schemaname: 50, relname: 500 };
/** `usename` and `application_name` only since 0.12, the rest since 0.17. */
const activity = {
  ...server,
  datname: 50,
  state: 7,
  usename: 20,
  application_name: 20,
  backend_type: 5,
  wait_event_type: 10,
  wait_event: 50,
};
const standby = { ...server, application_name: 8, client_addr: 8, slot_name: 8, state: 5, pid: 8 };
/** The hundred statements that take the most time; `queryid` is a hash of the statement without its values. */
const statement = { user: 5, datname: 50, queryid: 100 };
const slot = { ...server, slot_name: 8, database: 8 };

export const metrics: Catalogue = {
  exporter: "postgres_exporter",
  version: "0.11.1",
  source: "https://github.com/prometheus-community/postgres_exporter",
  // Counted on PostgreSQL 15 with one database besides the three that a server starts with; one more brings 53.
  series: { expected: 554 },
  present: {
    metrics: ["pg_settings_max_connections", "pg_stat_database_xact_commit", "pg_locks_count"],
    while: "pg_up",
  },
  metrics: [
    gauge("pg_up", "boolean", "1 while the exporter can log in."),
    gauge("pg_exporter_last_scrape_error", "boolean", "1 where one of the exporter's queries failed."),
    gauge("pg_scrape_collector_success", "boolean", "1 where a collector worked.", { collector: 30 }),
    gauge("pg_settings_max_connections", "count", "Connections that the server allows.", server),
    gauge("pg_settings_max_locks_per_transaction", "count", "Locks that the lock table holds a connection.", server),
    gauge("pg_settings_max_prepared_transactions", "count", "Prepared transactions that the server allows.", server),
    gauge("pg_stat_activity_count", "count", "Connections.", activity),
    gauge("pg_stat_activity_max_tx_duration", "seconds", "Age of the oldest transaction.", activity),
    gauge("pg_locks_count", "count", "Locks held or waited for.", { ...server, datname: 50, mode: 9 }),
    counter("pg_stat_database_blks_hit", "count", "Blocks found in the server's cache.", database),
    counter("pg_stat_database_blks_read", "count", "Blocks asked of the operating system.", database),
    counter("pg_stat_database_xact_commit", "count", "Transactions committed.", database),
    counter("pg_stat_database_xact_rollback", "count", "Transactions rolled back.", database),
    counter("pg_stat_database_deadlocks", "count", "Deadlocks.", database),
    counter("pg_stat_database_temp_bytes", "bytes", "Written to temporary files by queries.", database),
    untyped(
      "pg_stat_database_active_time",
      "count",
      "Milliseconds spent in SQL, only goes up; from PostgreSQL 14 on, until exporter 0.12.",
      database,
    ),
    counter(
      "pg_stat_database_active_time_seconds_total",
      "seconds",
      "Time spent in SQL, from PostgreSQL 14 on; since 0.16.",
      database,
    ),
    counter(
      "pg_stat_statements_calls_total",
      "count",
      "Executions of a statement; since 0.13, with --collector.stat_statements and the extension of that name.",
      statement,
    ),
    counter(
      "pg_stat_statements_seconds_total",
      "seconds",
      "Time spent in a statement, waits for locks included; since 0.13, as above.",
      statement,
    ),
    gauge("pg_database_size_bytes", "bytes", "Size of a database on disk.", { ...server, datname: 50 }),
    gauge(
      "pg_stat_user_tables_n_live_tup",
      "count",
      "Rows; before 0.13 by the exporter's optional queries.yaml.",
      table,
    ),
    gauge(
      "pg_stat_user_tables_n_dead_tup",
      "count",
      "Old versions of rows that wait for vacuum; before 0.13 by the exporter's optional queries.yaml.",
      table,
    ),
    gauge("pg_stat_user_tables_table_size_bytes", "bytes", "Size of a table on disk; since 0.18.", table),
    gauge(
      "pg_replication_lag_seconds",
      "seconds",
      "On a standby, age of the last transaction replayed while more waits; since 0.14. The optional query of 0.11 is not used: it takes a primary without writes for a standby that lags.",
    ),
    gauge("pg_replication_is_replica", "boolean", "1 on a standby; since 0.14."),
    gauge(
      "pg_stat_replication_pg_wal_lsn_diff",
      "bytes",
      "On a primary, WAL that a connected standby has not replayed; absent without standbys.",
      standby,
    ),
    gauge("pg_replication_slots_active", "boolean", "1 while a slot is in use; absent without slots.", slot),
    gauge("pg_replication_slots_pg_wal_lsn_diff", "bytes", "WAL kept for a slot; absent without slots.", slot),
    counter("pg_stat_archiver_archived_count", "count", "WAL files archived.", server),
    counter("pg_stat_archiver_failed_count", "count", "Attempts to archive a WAL file that failed.", server),
  ],
};
