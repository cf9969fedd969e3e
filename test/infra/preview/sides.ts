// What the tests of a comparison compare: the shared small environment, and changes to it.
import { assemble, type Monitoring } from "../../../components/monitoring";
import { type Changes, changesOf } from "../../../infra/preview/changes";
import { endpoints, GIVEN, settings } from "../../support/environment";

export const BASE = GIVEN;

/** What watches the shared small environment with these settings added. */
export const watching = (more: object = {}): Monitoring => assemble("prod", settings(more), endpoints);

/** A Monitoring as another commit prints it. */
export const printed = (monitoring: Monitoring): Monitoring => JSON.parse(JSON.stringify(monitoring));

/** One threshold overridden, one service added, one alert disabled. */
export const CHANGED = {
  alerts: {
    NodeMemoryHighUtilization: { threshold: { warning: 0.7 }, for: { warning: "10m" } },
    NodeCPUHighIowait: { disabled: { reason: "these hosts are busy with their disks by design" } },
  },
  services: [...BASE.services, { name: "payments", team: "sales", mixin: "redis", targets: ["10.0.0.3:9121"] }],
};

/** Changes of the small environment when these settings are added. */
export const changesWith = (more: object, base: object = {}) => changesOf(watching(base), watching(more));

/** What changed of an alert, named with its severity: `NodeSwapIsFillingUp warning`. */
export const factsOf = (changes: Changes, alert: string) =>
  changes.alerts.changed
    .filter(({ after }) => `${after.name} ${after.severity}` === alert)
    .flatMap(({ facts }) => facts);

export const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
