// Each alert of RabbitMQ, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { messageScenarios } from "./messages";
import { nodeScenarios } from "./nodes";

export const rabbitmqScenarios: readonly Scenario[] = [...nodeScenarios, ...messageScenarios];
