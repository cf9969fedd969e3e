// Each alert of Prometheus, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { notificationScenarios } from "./notifications";
import { remoteScenarios } from "./remote";
import { ruleScenarios } from "./rules";
import { storageScenarios } from "./storage";
import { targetScenarios } from "./targets";

export const prometheusScenarios: readonly Scenario[] = [
  ...targetScenarios,
  ...storageScenarios,
  ...ruleScenarios,
  ...notificationScenarios,
  ...remoteScenarios,
];
