// Each alert of Redis, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { clientScenarios } from "./clients";
import { memoryScenarios } from "./memory";
import { persistenceScenarios } from "./persistence";
import { replicationScenarios } from "./replication";
import { upScenarios } from "./up";

export const redisScenarios: readonly Scenario[] = [
  ...upScenarios,
  ...memoryScenarios,
  ...clientScenarios,
  ...replicationScenarios,
  ...persistenceScenarios,
];
