// Each alert of language models, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { budgetScenarios } from "./budget";
import { callScenarios } from "./calls";

/** `budget` is in dollars a month. */
export const scenariosOf = (budget: number): readonly Scenario[] => [...budgetScenarios(budget), ...callScenarios];
