// Each alert of Grafana, proven: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { alertingScenarios } from "./alerting";
import { requestScenarios } from "./requests";

export const grafanaScenarios: readonly Scenario[] = [...requestScenarios, ...alertingScenarios];
