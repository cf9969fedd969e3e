// Each alert of Kafka, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { brokerScenarios } from "./brokers";
import { lagScenarios } from "./lag";
import { replicationScenarios } from "./replication";
import { upScenarios } from "./up";

export const kafkaScenarios: readonly Scenario[] = [
  ...upScenarios,
  ...replicationScenarios,
  ...brokerScenarios,
  ...lagScenarios,
];
