// Each alert of services, proven for every naming in use: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { NAMINGS, type NamingName } from "../naming";
import { errorScenarios, twoNamingScenarios } from "./errors";
import { latencyScenarios } from "./latency";
import { dailyScenarios, trafficScenarios } from "./traffic";
import { upScenarios } from "./up";

export function scenariosOf(inUse: readonly NamingName[]): Scenario[] {
  const [first, second] = inUse.map((name) => NAMINGS[name]);
  return [
    ...upScenarios,
    ...inUse.flatMap((name) =>
      [errorScenarios, latencyScenarios, trafficScenarios].flatMap((scenarios) => scenarios(name, NAMINGS[name])),
    ),
    ...(first ? dailyScenarios(first) : []),
    ...(first && second ? twoNamingScenarios(first, second) : []),
  ];
}
