// Each alert of a content business, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "tocsin";
import { audienceScenarios } from "./audience";
import { moneyScenarios } from "./money";
import { pipelineScenarios } from "./pipeline";

export const threadsScenarios: readonly Scenario[] = [...audienceScenarios, ...moneyScenarios, ...pipelineScenarios];
