// What is wrong with overrides of alerts, as far as it can be seen before a platform says what it finds.
import { CORE_MIXINS, SERVICE_MIXINS, slo } from "../../mixins";
import { overrideProblems } from "../alerts/overrides";
import type { SettingsProblem } from "./issues";
import type { Settings } from "./schema";

/** Every alert that there is, whichever mixins are in use; `assemble` refuses those of mixins that are not. */
const alerts = () =>
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
  const known = alerts();
  return entries.flatMap(([name, override]) => overrideProblems(name, override, known));
}
