// Each alert of services, proven for every naming in use: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import type { Named } from "../options";
import { errorScenarios, twoNamingScenarios } from "./errors";
import { latencyScenarios } from "./latency";
import { dailyScenarios, trafficScenarios } from "./traffic";
import { upScenarios } from "./up";

export function scenariosOf(inUse: readonly Named[]): Scenario[] {
  const [first, second] = inUse.map(({ naming }) => naming);
  return [
    ...upScenarios,
    ...inUse.flatMap(({ name, naming }) =>
      [errorScenarios, latencyScenarios, trafficScenarios].flatMap((scenarios) => scenarios(name, naming)),
    ),
    ...(first ? dailyScenarios(first) : []),
    ...(first && second ? twoNamingScenarios(first, second) : []),
  ];
}
