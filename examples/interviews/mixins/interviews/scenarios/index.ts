// Each alert of the interview worker, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "tocsin";
import { partScenarios } from "./parts";
import { processingScenarios } from "./processing";

export const interviewScenarios: readonly Scenario[] = [...processingScenarios, ...partScenarios];
