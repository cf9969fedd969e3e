// Each alert of a container, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { resourceScenarios } from "./resources";
import { stateScenarios } from "./state";

export const containerScenarios: readonly Scenario[] = [...stateScenarios, ...resourceScenarios];
