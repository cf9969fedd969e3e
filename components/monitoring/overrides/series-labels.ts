// Which labels series have: those of their targets, and what a mixin says of them.
import type { Mixin } from "../../mixins";
import { Recordings } from "../../promql";
import { labelNames, seriesNames } from "../../rules";

/** What a scrape gives to every series. */
const OF_TARGETS = ["job", "instance", "service", "team", "host", "component"];

/** Of the mixins' metrics and recordings; nothing is known of others. */
export function seriesLabels(mixins: readonly Pick<Mixin, "catalogue" | "recordings">[]): Recordings {
  const known = new Map<string, string[]>([["up", OF_TARGETS]]);
  const add = (name: string, labels: readonly string[]) => known.set(name, [...(known.get(name) ?? []), ...labels]);
  for (const { catalogue, recordings } of mixins) {
    for (const metric of catalogue.metrics) {
      for (const name of seriesNames(metric)) add(name, [...OF_TARGETS, ...labelNames(metric)]);
    }
    for (const { record, labels, adds = {} } of recordings) add(record, [...labels, ...Object.keys(adds)]);
  }
  return new Recordings(new Map(), known);
}
