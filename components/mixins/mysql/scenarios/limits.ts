// Limits of the server other than its connections.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

/** An alert that warns where a use is above 80% of a limit. */
const nearLimit = (alert: string, usedMetric: string, limitMetric: string): Scenario[] => {
  const given = (used: string, limit = 100): Record<string, string> => ({
    [of(usedMetric)]: used,
    [of(limitMetric)]: steady(limit),
  });
  return scenarios(alert, {
    "warns at 85%, and resolves": {
      given: given("85x40 20x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 79%": { given: given(steady(79)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: given(steady(85), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  });
};

export const limitScenarios: readonly Scenario[] = [
  ...nearLimit("MysqlTooManyOpenFiles", "mysql_global_status_open_files", "mysql_global_variables_open_files_limit"),
  ...nearLimit(
    "MysqlHighPreparedStatementsUtilization",
    "mysql_global_status_prepared_stmt_count",
    "mysql_global_variables_max_prepared_stmt_count",
  ),
];
