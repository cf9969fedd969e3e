// Connections, cache, transactions and replication of each server. Labels that only some versions of the exporter give
// are aggregated away, so that an upgrade of the exporter changes nothing here.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "service", "team", "host", "job"];
const database = [...instance, "datname"];
const statement = [...database, "queryid"];
const table = [...database, "schemaname", "relname"];

/** Databases that hold data. */
const DATA = 'datname!~"|template0|template1"';

/** What tells the connections of one database in one state apart. */
const BACKEND = "server, usename, application_name, backend_type, wait_event_type, wait_event";

/** A counter's rate of each database. */
const rate = (metric: string) => `sum without (server, datid) (rate(pg_stat_database_${metric}{${DATA}}[5m]))`;

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:pg_connections_used:ratio",
    expr: `sum without (${BACKEND}, datname, state) (pg_stat_activity_count)
      / (max without (server) (pg_settings_max_connections) > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance_state:pg_connections:sum",
    expr: `sum without (${BACKEND}, datname) (pg_stat_activity_count)`,
    unit: "count",
    labels: [...instance, "state"],
  }),
  recording({
    // Autovacuum's long runs are no trouble; only exporters since 0.17 tell them apart.
    record: "instance_datname_state:pg_transaction_age_seconds:max",
    expr: `max without (${BACKEND}) (pg_stat_activity_max_tx_duration{state!="idle",backend_type!="autovacuum worker"})`,
    unit: "seconds",
    labels: [...database, "state"],
  }),
  recording({
    record: "instance_datname:pg_cache_hits:ratio_rate5m",
    // From 100 blocks a second on: a handful of reads after a restart says nothing.
    expr: `${rate("blks_hit")} / ((${rate("blks_hit")} + ${rate("blks_read")}) > 100)`,
    unit: "ratio",
    labels: database,
  }),
  recording({
    record: "instance_datname:pg_transactions:rate5m",
    expr: `${rate("xact_commit")} + ${rate("xact_rollback")}`,
    unit: "perSecond",
    labels: database,
  }),
  recording({
    record: "instance_datname:pg_rollbacks:ratio_rate5m",
    // From one transaction a second on.
    expr: `${rate("xact_rollback")} / ((${rate("xact_commit")} + ${rate("xact_rollback")}) > 1)`,
    unit: "ratio",
    labels: database,
  }),
  recording({
    record: "instance_datname:pg_transaction_time_seconds:mean_rate5m",
    expr: `(${rate("active_time_seconds_total")} or ${rate("active_time")} / 1000)
      / ((${rate("xact_commit")} + ${rate("xact_rollback")}) > 0)`,
    unit: "seconds",
    labels: database,
  }),
  recording({
    record: "instance_queryid:pg_statement_calls:rate5m",
    expr: "sum without (user) (rate(pg_stat_statements_calls_total[5m]))",
    unit: "perSecond",
    labels: statement,
  }),
  recording({
    // Seconds a second: how many connections the statement keeps busy.
    record: "instance_queryid:pg_statement_busy:rate5m",
    expr: "sum without (user) (rate(pg_stat_statements_seconds_total[5m]))",
    unit: "count",
    labels: statement,
  }),
  recording({
    record: "instance_queryid:pg_statement_time_seconds:mean_rate5m",
    expr: "instance_queryid:pg_statement_busy:rate5m / (instance_queryid:pg_statement_calls:rate5m > 0)",
    unit: "seconds",
    labels: statement,
  }),
  recording({
    record: "instance:pg_locks_used:ratio",
    expr: `sum without (server, datname, mode) (pg_locks_count)
      / (max without (server) (pg_settings_max_locks_per_transaction
        * (pg_settings_max_connections + pg_settings_max_prepared_transactions)) > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance_relname:pg_dead_tuples:ratio",
    // From 10,000 dead rows on: autovacuum leaves small tables alone, rightly.
    expr: `max without (server) (pg_stat_user_tables_n_dead_tup > 10000)
      / (max without (server) (pg_stat_user_tables_n_dead_tup) + max without (server) (pg_stat_user_tables_n_live_tup))`,
    unit: "ratio",
    labels: table,
  }),
  recording({
    record: "instance_standby:pg_replication_backlog_bytes:max",
    expr: "max without (server, state, slot_name, pid) (pg_stat_replication_pg_wal_lsn_diff)",
    unit: "bytes",
    labels: [...instance, "application_name", "client_addr"],
  }),
  recording({
    // Of a service whose primary is watched as well. Others that read its WAL, such as logical subscribers, count as standbys.
    record: "service:pg_standbys_disconnected:count",
    expr: `count by (service, team) (pg_replication_is_replica == 1)
      - (count by (service, team) (instance_standby:pg_replication_backlog_bytes:max)
        or count by (service, team) (pg_replication_is_replica) * 0)
      and on (service, team) pg_replication_is_replica == 0`,
    unit: "count",
    labels: ["service", "team"],
  }),
  recording({
    record: "instance_slot:pg_replication_slot_retained_bytes:max",
    expr: "max without (server, database) (pg_replication_slots_pg_wal_lsn_diff)",
    unit: "bytes",
    labels: [...instance, "slot_name"],
  }),
];
