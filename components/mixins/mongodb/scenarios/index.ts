// Each alert of MongoDB, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { clientScenarios } from "./clients";
import { memberScenarios } from "./members";
import { operationScenarios } from "./operations";
import { replicationScenarios } from "./replication";
import { upScenarios } from "./up";

export const mongodbScenarios: readonly Scenario[] = [
  ...upScenarios,
  ...memberScenarios,
  ...replicationScenarios,
  ...clientScenarios,
  ...operationScenarios,
];
