// Each alert of a cluster, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import type { ControlPlane } from "../control-plane";
import { apiServerScenarios } from "./api-server";
import { controlPlaneScenarios } from "./control-plane";
import { jobScenarios } from "./jobs";
import { nodeScenarios } from "./nodes";
import { podScenarios } from "./pods";
import { volumeScenarios } from "./volumes";
import { workloadScenarios } from "./workloads";

export const scenariosOf = (controlPlane: ControlPlane): readonly Scenario[] => [
  ...workloadScenarios,
  ...jobScenarios,
  ...podScenarios,
  ...nodeScenarios,
  ...volumeScenarios,
  ...apiServerScenarios,
  ...(controlPlane === "own" ? controlPlaneScenarios : []),
];
