// A replica's two threads, and how far it is behind: in the words of MariaDB and older MySQL, and in those of MySQL 8.4.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

const replica = (metric: string) =>
  of(`mysql_slave_status_${metric}`, 'channel_name="",connection_name="",master_host="10.0.0.1",master_uuid=""');

/** A thread that stops for five minutes, by either name of its metric. */
const thread = (alert: string, names: readonly [string, string]): Scenario[] => [
  ...names.flatMap((name) =>
    scenarios(alert, {
      [`fires when ${name} is 0, and resolves when it is 1`]: {
        given: { [replica(name)]: "1x3 0x20 1x40" },
        expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
      },
    }),
  ),
  ...scenarios(alert, {
    "stays quiet while it runs": {
      given: { [replica(names[0])]: steady(1) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on an interruption of 45 seconds": {
      given: { [replica(names[0])]: "1x3 0x2 1x40" },
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
  }),
];

/** How far a replica is behind, and how far it is meant to be. */
const behind = (seconds: string, meant = 0, metric = "seconds_behind_master"): Record<string, string> => ({
  [replica(metric)]: seconds,
  [replica("sql_delay")]: steady(meant),
});

export const replicationScenarios: readonly Scenario[] = [
  ...thread("MysqlSlaveIoThreadNotRunning", ["slave_io_running", "replica_io_running"]),
  ...thread("MysqlSlaveSqlThreadNotRunning", ["slave_sql_running", "replica_sql_running"]),
  ...scenarios("MysqlSlaveReplicationLag", {
    "warns at 40 seconds": { given: behind(steady(40)), expect: { "4m": "quiet", "6m": ["warning"] } },
    "is critical at 130 seconds, and resolves": {
      given: behind("130x40 0x40"),
      expect: { "30s": "quiet", "90s": ["critical"], "6m": ["critical", "warning"], "12m": "quiet" },
    },
    "is critical at 130 seconds on MySQL 8.4": {
      given: behind(steady(130), 0, "seconds_behind_source"),
      expect: { "30s": "quiet", "90s": ["critical"], "6m": ["critical", "warning"] },
    },
    "stays quiet at 29 seconds": { given: behind(steady(29)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a replica that is meant to be an hour behind, and is 29 seconds more": {
      given: behind(steady(3_629), 3_600),
      expect: { "2m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
    "leaves it to the alerts of the threads when a replica stops": {
      given: behind("200x2 stale _x40"),
      expect: { "80s": "quiet", "2m": "quiet", "10m": "quiet" },
    },
  }),
];
