// What scenarios prove of a mixin's alerts: each severity fires, stays quiet, and resolves.
import type { Mixin } from "../../../components/mixins";
import { severitiesOf } from "../../../components/rules";

/** What no scenario shows, a sentence each. */
export function unproven({ alerts, scenarios }: Mixin): string[] {
  const strangers = scenarios.filter(({ alert }) => !alerts.some(({ name }) => name === alert));
  return [
    ...strangers.map(({ alert, title }) => `the scenario "${title}" speaks of ${alert}, which is no alert of it`),
    ...alerts.flatMap((alert) => {
      const outcomes = scenarios.filter((one) => one.alert === alert.name).map(({ expect }) => Object.values(expect));
      const fired = outcomes.flat().flatMap((one) => (one === "quiet" ? [] : one));
      const missing = severitiesOf(alert).filter((severity) => !fired.includes(severity));
      const lacks = [
        ...missing.map((severity) => `fires as ${severity}`),
        ...(alert.route === "heartbeat"
          ? []
          : [
              ...(outcomes.some((outcome) => outcome.every((one) => one === "quiet")) ? [] : ["is quiet throughout"]),
              ...(outcomes.some((outcome) => outcome.at(-1) === "quiet" && outcome.some((one) => one !== "quiet"))
                ? []
                : ["fires and resolves"]),
            ]),
      ];
      return lacks.map((what) => `${alert.name}: found no scenario in which it ${what}`);
    }),
  ];
}
