// A scenario's series, by the target that they come from.
import type { Mixin } from "../../../components/mixins";
import { type Scenario, seriesNames, seriesOf } from "../../../components/rules";

export interface ReplayTarget {
  labels: Record<string, string>;
  scrapeInterval: string;
  series: { name: string; labels: Record<string, string>; values: string; counter: boolean; time: boolean }[];
}

/** Labels that belong to the target, not to its series. */
const TARGET_LABELS = ["job", "instance", "service", "team", "host"];

/** These would otherwise be taken for real ones, and inhibit what real ones say. */
const MARKED_LABELS = ["service", "host"];

/** Services and hosts are named after the drill; a target without a service gets one, so that its alerts can be distinguished. */
export function targetsOf(mixin: Mixin, scenario: Scenario, id: string): ReplayTarget[] {
  const counters = new Set(
    mixin.catalogue.metrics.filter(({ type }) => type !== "gauge" && type !== "untyped").flatMap(seriesNames),
  );
  const times = new Set(mixin.catalogue.metrics.filter(({ unit }) => unit === "timestamp").map(({ name }) => name));
  const marked = (value: string) => `drill-${id}-${value}`;
  const targets = new Map<string, ReplayTarget>();
  for (const [selector, values] of Object.entries(scenario.given)) {
    const { name, labels } = seriesOf(selector);
    const isTargets = ([label]: [string, string]) => TARGET_LABELS.includes(label);
    const pairs = Object.entries(labels);
    const ofTarget = pairs
      .filter(isTargets)
      .map(([label, value]) => [label, MARKED_LABELS.includes(label) ? marked(value) : value]);
    const key = JSON.stringify([labels.job, labels.instance, labels.service]);
    const target = targets.get(key) ?? {
      labels: { service: marked(mixin.name) },
      scrapeInterval: mixin.scrapeInterval,
      series: [],
    };
    Object.assign(target.labels, Object.fromEntries(ofTarget));
    target.series.push({
      name,
      labels: Object.fromEntries(pairs.filter((pair) => !isTargets(pair))),
      values,
      counter: counters.has(name),
      time: times.has(name),
    });
    targets.set(key, target);
  }
  return [...targets.values()];
}
