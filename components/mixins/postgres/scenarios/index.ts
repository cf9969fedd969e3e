// Each alert of PostgreSQL, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { connectionScenarios } from "./connections";
import { databaseScenarios } from "./databases";
import { replicationScenarios } from "./replication";
import { statementScenarios } from "./statements";

export const postgresScenarios: readonly Scenario[] = [
  ...connectionScenarios,
  ...databaseScenarios,
  ...replicationScenarios,
  ...statementScenarios,
];
