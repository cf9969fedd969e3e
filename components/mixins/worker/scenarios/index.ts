// Each alert of workers, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { queueScenarios } from "./queues";
import { taskScenarios } from "./tasks";
import { upScenarios } from "./up";

export const workerScenarios: readonly Scenario[] = [...upScenarios, ...taskScenarios, ...queueScenarios];
