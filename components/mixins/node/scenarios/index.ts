// Each alert of a host, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { cpuScenarios } from "./cpu";
import { diskScenarios } from "./disk";
import { filesystemScenarios } from "./filesystem";
import { hostScenarios } from "./host";
import { memoryScenarios } from "./memory";
import { networkScenarios } from "./network";
import { systemScenarios } from "./system";

export const nodeScenarios: readonly Scenario[] = [
  ...hostScenarios,
  ...filesystemScenarios,
  ...cpuScenarios,
  ...memoryScenarios,
  ...diskScenarios,
  ...networkScenarios,
  ...systemScenarios,
];
