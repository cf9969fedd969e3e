// Each alert of Alertmanager, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { clusterScenarios } from "./cluster";
import { messageScenarios } from "./messages";

export const alertmanagerScenarios: readonly Scenario[] = [...messageScenarios, ...clusterScenarios];
