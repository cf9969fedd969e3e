// Each alert of conversations, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "tocsin";
import { answerScenarios } from "./answers";
import { businessScenarios } from "./business";

export const conversationScenarios: readonly Scenario[] = [...answerScenarios, ...businessScenarios];
