// Each alert of services, proven for every naming in use: it fires in time, stays quiet just below its threshold, and resolves.
import type { Scenario } from "../../../rules";
import { countedBy, type Naming } from "../naming";
import type { Named } from "../options";
import { errorScenarios, twoNamingScenarios } from "./errors";
import { latencyScenarios } from "./latency";
import { dailyScenarios, trafficScenarios } from "./traffic";
import { upScenarios } from "./up";

/** What series of numbers can show: the samples of native histograms are none, and are proven apart. */
function provenBy(naming: Naming) {
  if (countedBy(naming) !== naming.requests) return [];
  return naming.native ? [errorScenarios, trafficScenarios] : [errorScenarios, latencyScenarios, trafficScenarios];
}

export function scenariosOf(inUse: readonly Named[]): Scenario[] {
  const [first, second] = inUse.map(({ naming }) => naming).filter((naming) => countedBy(naming) === naming.requests);
  return [
    ...upScenarios,
    ...inUse.flatMap(({ name, naming }) => provenBy(naming).flatMap((scenarios) => scenarios(name, naming))),
    ...(first ? dailyScenarios(first) : []),
    ...(first && second ? twoNamingScenarios(first, second) : []),
  ];
}
