// Each alert of services, proven for every naming in use: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { NAMINGS, type NamingName } from "../naming";
import { errorScenarios } from "./errors";
import { latencyScenarios } from "./latency";
import { dailyScenarios, trafficScenarios } from "./traffic";
import { upScenarios } from "./up";

export function scenariosOf(inUse: readonly NamingName[]): Scenario[] {
  const each = [errorScenarios, latencyScenarios, trafficScenarios];
  return [
    ...upScenarios,
    ...inUse.flatMap((name) => each.flatMap((scenarios) => scenarios(name, NAMINGS[name]))),
    ...inUse.slice(0, 1).flatMap((name) => dailyScenarios(NAMINGS[name])),
  ];
}
