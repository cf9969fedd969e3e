// Each alert of MySQL, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { connectionScenarios } from "./connections";
import { limitScenarios } from "./limits";
import { replicationScenarios } from "./replication";
import { statementScenarios } from "./statements";
import { upScenarios } from "./up";

export const mysqlScenarios: readonly Scenario[] = [
  ...upScenarios,
  ...connectionScenarios,
  ...statementScenarios,
  ...replicationScenarios,
  ...limitScenarios,
];
