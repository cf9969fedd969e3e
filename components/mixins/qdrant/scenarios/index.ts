// Each alert of Qdrant, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { clusterScenarios } from "./cluster";
import { collectionScenarios } from "./collections";
import { processScenarios } from "./process";
import { requestScenarios } from "./requests";

export const qdrantScenarios: readonly Scenario[] = [
  ...processScenarios,
  ...requestScenarios,
  ...collectionScenarios,
  ...clusterScenarios,
];
