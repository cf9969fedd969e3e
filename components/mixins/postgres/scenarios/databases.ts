// What happens in the databases: cache, transactions, deadlocks and dead rows.
import { type Scenario, scenarios } from "../../../rules";
import { changing, growing, growingThroughRestart, of, SERVER, steady } from "./series";

const orders = `${SERVER},datid="16384",datname="orders"`;
const counter = (name: string) => of(`pg_stat_database_${name}`, orders);

const blocks = (hit: string, read: string) => ({ [counter("blks_hit")]: hit, [counter("blks_read")]: read });
const transactions = (commit: string, rollback: string) => ({
  [counter("xact_commit")]: commit,
  [counter("xact_rollback")]: rollback,
});
const rows = (dead: string, live: string) => {
  const table = `${SERVER},datname="orders",schemaname="public",relname="items"`;
  return { [of("pg_stat_user_tables_n_dead_tup", table)]: dead, [of("pg_stat_user_tables_n_live_tup", table)]: live };
};

export const databaseScenarios: readonly Scenario[] = [
  ...scenarios("PostgresLowCacheHitRatio", {
    "warns when 88% of the blocks are in the cache, and resolves": {
      given: blocks(growing(880, 1000), growing(120, 0)),
      expect: { "9m": "quiet", "12m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 91%": { given: blocks(growing(910), growing(90)), expect: { "12m": "quiet", "25m": "quiet" } },
    "stays quiet on 90 blocks a second, all from disk": {
      given: blocks(steady(0), growing(90)),
      expect: { "12m": "quiet", "25m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: blocks(growingThroughRestart(950), growingThroughRestart(50)),
      expect: { "19m": "quiet", "21m": "quiet", "32m": "quiet" },
    },
  }),
  ...scenarios("PostgresDeadlocks", {
    "warns at the first deadlock, and resolves": {
      given: { [counter("deadlocks")]: changing(3, 4) },
      expect: { "10m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "stays quiet without new ones": {
      given: { [counter("deadlocks")]: steady(7) },
      expect: { "5m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the statistics are reset": {
      given: { [counter("deadlocks")]: changing(7, 0) },
      expect: { "10m": "quiet", "11m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("PostgresTooManyRollbacks", {
    "warns when 12% of the transactions are rolled back, and resolves": {
      given: transactions(growing(88, 100), growing(12, 0)),
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9%": { given: transactions(growing(91), growing(9)), expect: { "7m": "quiet", "20m": "quiet" } },
    "stays quiet when all of 0.8 transactions a second are": {
      given: transactions(steady(0), growing(0.8)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: transactions(growingThroughRestart(95), growingThroughRestart(5)),
      expect: { "19m": "quiet", "21m": "quiet", "26m": "quiet" },
    },
  }),
  ...scenarios("PostgresHighDeadTuples", {
    "warns when 21% of a table's rows are dead, and resolves after a vacuum": {
      given: rows("21000x60 0x180", steady(79_000)),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "stays quiet at 19%": { given: rows(steady(19_000), steady(81_000)), expect: { "12m": "quiet", "25m": "quiet" } },
    "stays quiet on a small table of dead rows": {
      given: rows(steady(9_900), steady(100)),
      expect: { "12m": "quiet", "25m": "quiet" },
    },
    "stays quiet on an empty table": { given: rows(steady(0), steady(0)), expect: { "12m": "quiet", "25m": "quiet" } },
  }),
];
