// What is wrong with overrides of alerts, as far as it can be seen before a platform says what it finds.
import { CORE_MIXINS, SERVICE_MIXINS, slo } from "../mixins";
import type { SettingsProblem } from "./issues";
import { overrideProblems } from "./overrides";
import type { Settings } from "./settings";

/** Every alert that there is, whichever mixins are in use; `assemble` refuses those of mixins that are not. */
export const knownAlerts = () =>
  new Map(
    [
      ...Object.values(CORE_MIXINS),
      ...Object.values(SERVICE_MIXINS).flatMap(({ options, build }) =>
        options.safeParse({}).success ? [build([{}])] : [],
      ),
      slo([]),
    ]
      .flatMap((mixin) => mixin.alerts)
      .map((alert) => [alert.name, alert]),
  );

export function alertProblems({ alerts: overrides }: Settings): SettingsProblem[] {
  const entries = Object.entries(overrides);
  if (entries.length === 0) return [];
  const known = knownAlerts();
  return entries.flatMap(([name, override]) => overrideProblems(name, override, known));
}
