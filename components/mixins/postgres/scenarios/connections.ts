// Whether PostgreSQL answers, and what its connections do.
import { type Scenario, scenarios } from "../../../rules";
import { changing, of, SERVER, steady } from "./series";

const orders = `${SERVER},datname="orders"`;

/** Connections in use, of a number allowed. */
const connections = (inUse: string, allowed = 100): Record<string, string> => ({
  [of("pg_stat_activity_count", `${orders},state="active"`)]: inUse,
  [of("pg_stat_activity_count", `${orders},state="idle"`)]: steady(10),
  [of("pg_settings_max_connections", SERVER)]: steady(allowed),
});

const oldest = (values: string, state: string, more = "") => ({
  [of("pg_stat_activity_max_tx_duration", `${orders},state="${state}"${more}`)]: values,
});

const waiting = (values: string) => ({
  [of("pg_stat_activity_count", 'datname="orders",state="active",wait_event_type="Lock",wait_event="tuple"')]: values,
  [of("pg_stat_activity_count", 'datname="orders",state="active",wait_event_type="Client"')]: steady(50),
});

/** Locks in use, of a table for 64 × (100 + 0). */
const locks = (values: string, perTransaction = 64) => ({
  [of("pg_locks_count", `${orders},mode="accesssharelock"`)]: values,
  [of("pg_settings_max_locks_per_transaction", SERVER)]: steady(perTransaction),
  [of("pg_settings_max_connections", SERVER)]: steady(100),
  [of("pg_settings_max_prepared_transactions", SERVER)]: steady(0),
});

/** What the exporter says of itself. */
const exporter = (error: string, collector: string, up = steady(1)) => ({
  [of("pg_up")]: up,
  [of("pg_exporter_last_scrape_error")]: error,
  [of("pg_scrape_collector_success", 'collector="database"')]: collector,
});

export const connectionScenarios: readonly Scenario[] = [
  ...scenarios("PostgresDown", {
    "fires within 45 seconds when the exporter cannot log in, and resolves": {
      given: { [of("pg_up")]: "1x4 0x20 1x20", [of("up")]: steady(1) },
      expect: { "1m": "quiet", "2m": ["critical"], "8m": "quiet" },
    },
    "fires within 45 seconds when the exporter cannot be scraped, and resolves": {
      given: { [of("pg_up")]: "1x4 stale _x20 1x20", [of("up")]: "1x4 0x20 1x20" },
      expect: { "1m": "quiet", "2m": ["critical"], "8m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("pg_up")]: "1x4 stale 1x40", [of("up")]: "1x4 0 1x40" },
      expect: { "80s": "quiet", "90s": "quiet", "2m": "quiet" },
    },
  }),
  ...scenarios("PostgresHighConnectionUsage", {
    "warns at 82% and fires critical at 96%, and resolves": {
      given: connections("30x40 72x40 86x40 30x80"),
      expect: { "10m": "quiet", "16m": ["warning"], "23m": ["critical", "warning"], "40m": "quiet" },
    },
    "stays quiet at 79%": { given: connections(steady(69)), expect: { "6m": "quiet", "20m": "quiet" } },
    "stays quiet where the limit reads 0": {
      given: connections(steady(69), 0),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("PostgresLongRunningQuery", {
    "warns when it is older than 11 minutes, of a transaction left open as well, and resolves": {
      given: oldest("0+15x52 0x100", "idle in transaction"),
      expect: { "10m": "quiet", "12m": ["warning"], "15m": "quiet" },
    },
    "stays quiet at 9 minutes and 50 seconds": {
      given: oldest(steady(590), "active"),
      expect: { "5m": "quiet", "20m": "quiet" },
    },
    "stays quiet on an autovacuum of an hour": {
      given: oldest(steady(3600), "active", ',backend_type="autovacuum worker"'),
      expect: { "5m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("PostgresBlockedQueries", {
    "warns when 6 connections wait for a lock, and resolves": {
      given: waiting(`0x20 6x20 0x80`),
      expect: { "5m": "quiet", "8m": ["warning"], "12m": "quiet" },
    },
    "stays quiet when 5 wait": { given: waiting(steady(5)), expect: { "3m": "quiet", "10m": "quiet" } },
    "stays quiet with an exporter that does not say what they wait for": {
      given: connections(steady(50)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("PostgresTooManyLocksAcquired", {
    "warns at 51% of the lock table, and resolves": {
      given: locks(changing(3264, 100)),
      expect: { "1m": "quiet", "3m": ["warning"], "12m": "quiet" },
    },
    "stays quiet at 49%": { given: locks(steady(3136)), expect: { "5m": "quiet", "20m": "quiet" } },
    "stays quiet where the limit reads 0": {
      given: locks(steady(3136), 0),
      expect: { "5m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("PostgresExporterErrors", {
    "warns when one of the queries fails for five minutes, and resolves": {
      given: exporter(changing(1, 0), steady(1)),
      expect: { "4m": "quiet", "6m": ["warning"], "12m": "quiet" },
    },
    "warns when a collector fails for five minutes, and resolves": {
      given: exporter(steady(0), changing(0, 1)),
      expect: { "4m": "quiet", "6m": ["warning"], "12m": "quiet" },
    },
    "stays quiet on errors of four minutes": {
      given: exporter("0x10 1x16 0x200", "1x10 0x16 1x200"),
      expect: { "6m": "quiet", "7m": "quiet", "12m": "quiet" },
    },
    "leaves a server that is down to PostgresDown": {
      given: exporter(steady(1), steady(0), steady(0)),
      expect: { "6m": "quiet", "12m": "quiet" },
    },
  }),
];
