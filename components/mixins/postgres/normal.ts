// A healthy PostgreSQL: a primary with one standby, a quarter of its connections in use. As postgres_exporter 0.20 shows it,
// with --collector.stat_statements; the label `server` of older ones is left out.
import { about, always, around, type Course, every, type Normal, traffic } from "../../rules";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const DAY = 86_400;

/** A size that grows for a month, until what is old is deleted. */
const growing =
  (size: number, perDay: number): Course =>
  ({ now }) =>
    size + (perDay * (now % (30 * DAY))) / DAY;

const database = { datname: "orders" };
const byDatabase = (course: Course) => [[{ ...database, datid: "16384" }, course]] as const;
const table = (relname: string) => ({ ...database, schemaname: "public", relname });
const backend = {
  ...database,
  usename: "shop",
  application_name: "shop",
  backend_type: "client backend",
  wait_event: "",
  wait_event_type: "",
};
const statement = (queryid: string) => ({ ...database, user: "shop", queryid });

const primary: Normal = {
  pg_up: always(1),
  pg_exporter_last_scrape_error: always(0),
  pg_scrape_collector_success: [
    [{ collector: "database" }, always(1)],
    [{ collector: "locks" }, always(1)],
    [{ collector: "replication" }, always(1)],
    [{ collector: "stat_statements" }, always(1)],
    [{ collector: "stat_user_tables" }, always(1)],
  ],
  pg_settings_max_connections: always(200),
  pg_settings_max_locks_per_transaction: always(64),
  pg_settings_max_prepared_transactions: always(0),
  pg_stat_activity_count: [
    [{ ...backend, state: "active" }, about(6)],
    [{ ...backend, state: "active", wait_event_type: "Lock", wait_event: "transactionid" }, always(0)],
    [{ ...backend, state: "idle in transaction" }, about(2)],
    [{ ...backend, state: "idle", wait_event_type: "Client", wait_event: "ClientRead" }, about(40, 0.1)],
  ],
  pg_stat_activity_max_tx_duration: [
    [{ ...backend, state: "active" }, around(0.8)],
    [{ ...backend, state: "idle in transaction" }, around(0.2)],
    [{ ...backend, state: "idle" }, always(0)],
  ],
  pg_locks_count: [
    [{ ...database, mode: "accesssharelock" }, about(60)],
    [{ ...database, mode: "rowsharelock" }, about(8)],
    [{ ...database, mode: "rowexclusivelock" }, about(20)],
    [{ ...database, mode: "exclusivelock" }, about(3)],
    [{ ...database, mode: "accessexclusivelock" }, always(0)],
  ],
  pg_stat_database_blks_hit: byDatabase(traffic(24_000)),
  pg_stat_database_blks_read: byDatabase(traffic(180)),
  pg_stat_database_xact_commit: byDatabase(traffic(320)),
  pg_stat_database_xact_rollback: byDatabase(traffic(1.5)),
  pg_stat_database_deadlocks: byDatabase(always(0)),
  pg_stat_database_temp_bytes: byDatabase(traffic(40_000)),
  // Until exporter 0.12 only; since 0.16 there is the next one.
  pg_stat_database_active_time: [],
  pg_stat_database_active_time_seconds_total: byDatabase(traffic(2.4)),
  pg_stat_statements_calls_total: [
    [statement("4021871113"), traffic(420)],
    [statement("-883120045"), traffic(90)],
    [statement("1190573207"), traffic(0.02)],
  ],
  pg_stat_statements_seconds_total: [
    [statement("4021871113"), traffic(1.3)],
    [statement("-883120045"), traffic(0.9)],
    [statement("1190573207"), traffic(0.04)],
  ],
  pg_database_size_bytes: [[database, growing(24 * GIB, 0.2 * GIB)]],
  pg_stat_user_tables_n_live_tup: [
    [table("orders"), about(4_000_000, 0.01)],
    [table("items"), about(11_000_000, 0.01)],
  ],
  pg_stat_user_tables_n_dead_tup: [
    [table("orders"), about(90_000)],
    [table("items"), about(310_000)],
  ],
  pg_stat_user_tables_table_size_bytes: [
    [table("orders"), growing(6 * GIB, 0.05 * GIB)],
    [table("items"), growing(14 * GIB, 0.12 * GIB)],
  ],
  // 0 on a primary.
  pg_replication_lag_seconds: always(0),
  pg_replication_is_replica: always(0),
  pg_stat_replication_pg_wal_lsn_diff: [
    [
      { application_name: "standby", client_addr: "10.0.0.2", slot_name: "standby", state: "streaming", pid: "731" },
      around(40_000),
    ],
  ],
  pg_replication_slots_active: [[{ slot_name: "standby" }, always(1)]],
  pg_replication_slots_pg_wal_lsn_diff: [[{ slot_name: "standby" }, around(2 * MIB)]],
  pg_stat_archiver_archived_count: every(300),
  pg_stat_archiver_failed_count: always(0),
};

const standby: Normal = {
  ...primary,
  pg_stat_activity_count: [
    [{ ...backend, state: "active" }, about(3)],
    [{ ...backend, state: "idle", wait_event_type: "Client", wait_event: "ClientRead" }, about(20, 0.1)],
  ],
  pg_stat_database_xact_commit: byDatabase(traffic(110)),
  pg_stat_database_xact_rollback: byDatabase(traffic(0.2)),
  pg_stat_database_blks_hit: byDatabase(traffic(9_000)),
  pg_stat_database_blks_read: byDatabase(traffic(90)),
  pg_stat_database_active_time_seconds_total: byDatabase(traffic(0.7)),
  pg_replication_lag_seconds: around(0.3),
  pg_replication_is_replica: always(1),
  pg_stat_replication_pg_wal_lsn_diff: [],
  pg_replication_slots_active: [],
  pg_replication_slots_pg_wal_lsn_diff: [],
  pg_stat_archiver_archived_count: always(0),
};

export const normal: readonly Normal[] = [primary, standby];
