// Statements that are slow, and how often they have to be called before that is said.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThroughRestart, of, steady } from "./series";

/** One statement: the seconds it takes, and how often it is called. */
const statement = (seconds: string, calls: string, queryid = "42"): Record<string, string> => {
  const labels = `user="shop",datname="orders",queryid="${queryid}"`;
  return {
    [of("pg_stat_statements_seconds_total", labels)]: seconds,
    [of("pg_stat_statements_calls_total", labels)]: calls,
  };
};

export const statementScenarios: readonly Scenario[] = [
  ...scenarios("PostgresSlowQueries", {
    "warns when a statement takes 1.1 s, and resolves": {
      given: statement(growing(2.2, 0.2), growing(2)),
      expect: { "4m": "quiet", "7m": ["warning"], "20m": ["warning"], "27m": "quiet" },
    },
    "warns of one that is slow beside one that is not": {
      given: { ...statement(growing(0.6), growing(0.2)), ...statement(growing(1), growing(900), "43") },
      expect: { "4m": "quiet", "9m": ["warning"] },
    },
    "stays quiet at 0.9 s": {
      given: statement(growing(1.8), growing(2)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on a report of 30 s that is called five times a minute": {
      given: statement(growing(2.5), growing(5 / 60)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when nothing is called": {
      given: statement(steady(900), steady(100)),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: statement(growingThroughRestart(1.8), growingThroughRestart(2)),
      expect: { "19m": "quiet", "21m": "quiet", "26m": "quiet" },
    },
  }),
];
