// Slow statements, and writes that wait for the log.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

/** Statements per second, and how many of them are slow. */
const statements = (perSecond: number, slow: number, values = growing): Record<string, string> => ({
  [of("mysql_global_status_questions")]: values(perSecond),
  [of("mysql_global_status_slow_queries")]: values(slow),
});

const logWaits = (values: string) => ({ [of("mysql_global_status_innodb_log_waits")]: values });

export const statementScenarios: readonly Scenario[] = [
  ...scenarios("MysqlSlowQueries", {
    "warns at 1.5% of the statements, and resolves": {
      given: statements(100, 1.5, growingThenStill),
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 0.9%": { given: statements(100, 0.9), expect: { "7m": "quiet", "20m": "quiet" } },
    "stays quiet at four slow ones in five minutes, few as the others are": {
      given: statements(0.1, 0.0133),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": { given: statements(0, 0), expect: { "7m": "quiet", "20m": "quiet" } },
    "stays quiet when the server restarts": {
      given: {
        [of("mysql_global_status_questions")]: "9000000+1500x40 0+1500x60",
        [of("mysql_global_status_slow_queries")]: "9000000+12x40 0+12x60",
      },
      expect: { "10m": "quiet", "12m": "quiet", "16m": "quiet", "22m": "quiet" },
    },
  }),
  ...scenarios("MysqlInnodbLogWaits", {
    "warns at two waits a second, and resolves": {
      given: logWaits(growingThenStill(2)),
      expect: { "5m": "quiet", "10m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 0.9": { given: logWaits(growing(0.9)), expect: { "10m": "quiet", "20m": "quiet" } },
    "stays quiet on waits of long ago": { given: logWaits(steady(5_000)), expect: { "10m": "quiet", "20m": "quiet" } },
    "stays quiet when the server restarts": {
      given: logWaits("9000000+13x40 0+13x60"),
      expect: { "10m": "quiet", "12m": "quiet", "16m": "quiet", "22m": "quiet" },
    },
  }),
];
