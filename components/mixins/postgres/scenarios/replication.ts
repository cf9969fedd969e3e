// Standbys, replication slots and the archive.
import { type Scenario, scenarios } from "../../../rules";
import { of, SERVER, steady } from "./series";

const MiB = 1024 ** 2;

const lag = (values: string) => ({ [of("pg_replication_lag_seconds")]: values });

const backlog = (values: string) => ({
  [of(
    "pg_stat_replication_pg_wal_lsn_diff",
    `${SERVER},application_name="b",client_addr="10.0.0.2",state="streaming"`,
  )]: values,
});

/** Servers of the service, each a primary (0) or a standby (1). */
const roles = (...isReplica: number[]) =>
  Object.fromEntries(
    isReplica.map((role, index) => [
      of("pg_replication_is_replica").replace(/instance="[^"]*"/, `instance="server-${index}"`),
      steady(role),
    ]),
  );

/** A slot that keeps WAL, and whether somebody reads it. */
const slot = (retained: string, active: string) => ({
  [of("pg_replication_slots_pg_wal_lsn_diff", `${SERVER},slot_name="b",database=""`)]: retained,
  [of("pg_replication_slots_active", `${SERVER},slot_name="b",database=""`)]: active,
});

const archiver = (failed: string, archived: string) => ({
  [of("pg_stat_archiver_failed_count", SERVER)]: failed,
  [of("pg_stat_archiver_archived_count", SERVER)]: archived,
});

export const replicationScenarios: readonly Scenario[] = [
  ...scenarios("PostgresReplicationLag", {
    "warns at 31 seconds and fires critical at 301, and resolves": {
      given: lag("0x20 31x40 301x20 0x40"),
      expect: { "5m": "quiet", "11m": ["warning"], "17m": ["critical", "warning"], "25m": "quiet" },
    },
    "stays quiet at 29 seconds": { given: lag(steady(29)), expect: { "6m": "quiet", "20m": "quiet" } },
    "stays quiet on a minute's lag that passes": {
      given: lag("0x20 60x16 0x80"),
      expect: { "6m": "quiet", "9m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PostgresStandbyDisconnected", {
    "warns when the standby of a primary is cut off though it shows no lag, and resolves": {
      given: { ...lag(steady(0)), ...roles(0, 1), ...backlog("0x20 stale _x40 0x40") },
      expect: { "5m": "quiet", "9m30s": ["warning"], "17m": "quiet" },
    },
    "warns when one of two is": {
      given: { ...roles(0, 1, 1), ...backlog(steady(0)) },
      expect: { "4m30s": ["warning"] },
    },
    "stays quiet while all are connected": {
      given: { ...roles(0, 1), ...backlog(steady(0)) },
      expect: { "5m": "quiet", "20m": "quiet" },
    },
    "stays quiet on a primary without standbys": { given: roles(0), expect: { "5m": "quiet", "20m": "quiet" } },
    "stays quiet where the primary is not watched": { given: roles(1), expect: { "5m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("PostgresReplicationBacklog", {
    "warns at 257 MiB and fires critical at 2.1 GiB, and resolves": {
      given: backlog(`0x20 ${257 * MiB}x40 ${2150 * MiB}x20 0x40`),
      expect: { "5m": "quiet", "11m": ["warning"], "17m": ["critical", "warning"], "25m": "quiet" },
    },
    "stays quiet at 255 MiB": { given: backlog(steady(255 * MiB)), expect: { "6m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("PostgresInactiveReplicationSlot", {
    "warns when nobody reads for five minutes, fires critical above 1 GiB, and resolves": {
      given: slot(`${16 * MiB}x60 ${1025 * MiB}x20 ${1025 * MiB}x40`, "1x20 0x60 1x40"),
      expect: { "9m": "quiet", "11m": ["warning"], "17m": ["critical", "warning"], "25m": "quiet" },
    },
    "stays quiet while it is read, 1.1 GiB behind": {
      given: slot(steady(1126 * MiB), steady(1)),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet when it keeps 0 bytes": {
      given: slot(steady(0), steady(0)),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet when a standby restarts": {
      given: slot(steady(16 * MiB), "1x20 0x16 1x100"),
      expect: { "6m": "quiet", "9m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PostgresWALArchiveFailure", {
    "fires within two minutes of three failures in a row, and resolves at the first success": {
      given: archiver("0x20 3x4 6x4 9x4 9x40", "5x32 6x40"),
      expect: { "5m": "quiet", "6m": ["critical"], "8m": ["critical"], "9m": "quiet" },
    },
    "stays quiet at two failures": {
      given: archiver("0x20 2x80", steady(5)),
      expect: { "6m": "quiet", "8m": "quiet", "12m": "quiet" },
    },
    "stays quiet when files are archived in between": {
      given: archiver("0+1x100", "0x2 0+1x100"),
      expect: { "3m": "quiet", "10m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the statistics are reset": {
      given: archiver("40x20 0x80", "5x20 0x80"),
      expect: { "6m": "quiet", "10m": "quiet" },
    },
  }),
];
