// What a mixin's alert leaves out because another mixin in use explains it: a node that is taken away on purpose, a kill that a
// container's own alert reports.
import type { Explanation, Mixin } from "../../mixins";
import { without } from "../../promql";
import { type Alert, mapExpressions } from "../../rules";
import type { Endpoints } from "../model/monitoring";
import { hostDiscovery } from "../targets/on-hosts";

type Finds = Pick<Endpoints, "finds">;

/** What the mixins in use explain of an alert, from the first to the last. */
export function explanationsOf(alert: string, mixins: readonly Mixin[], endpoints: Finds): Explanation[] {
  // Only then does the label `host` name a node.
  const areNodes = hostDiscovery(endpoints)?.kind === "cluster";
  return mixins
    .flatMap(({ explains }) => explains)
    .filter(({ of, onNodes }) => of.includes(alert) && (!onNodes || areNodes));
}

/** The mixins, whose alerts leave out what others in use explain. */
export const explained = (mixins: readonly Mixin[], endpoints: Finds): Mixin[] =>
  mixins.map((mixin) => ({
    ...mixin,
    alerts: mixin.alerts.map((alert) => explanationsOf(alert.name, mixins, endpoints).reduce(leftOut, alert)),
  }));

const leftOut = (alert: Alert, { unless }: Explanation): Alert =>
  mapExpressions(alert, (expr) => without(expr, unless));
