// What a mixin's alert leaves out because another mixin in use explains it: a node that is taken away on purpose, a kill that a
// container's own alert reports. Inhibition would need an alert that fires for what is meant to happen.
import { type Mixin, onLeaving, oomKilledByHost, oomKillsByHost } from "../../mixins";
import { without } from "../../promql";
import { type Alert, mapExpressions } from "../../rules";
import type { Endpoints } from "../model/monitoring";

interface Explanation {
  /** The mixin of the alert, and the alert. */
  of: readonly [mixin: string, alert: string];
  /** The mixin that must be in use. */
  by: string;
  /** What the condition leaves out, with how series are matched to it. */
  unless: string;
  /** Whether hosts must be nodes of the cluster. */
  onNodes?: true;
}

const EXPLANATIONS: readonly Explanation[] = [
  { of: ["node", "InstanceDown"], by: "kubernetes", unless: onLeaving("host"), onNodes: true },
  { of: ["prometheus", "TargetDown"], by: "kubernetes", unless: onLeaving("host"), onNodes: true },
  {
    of: ["node", "NodeOomKillDetected"],
    by: "kubernetes",
    unless: `on (host) ${oomKilledByHost}`,
    onNodes: true,
  },
  { of: ["node", "NodeOomKillDetected"], by: "container", unless: `on (host) (${oomKillsByHost} > 0)` },
];

/** Whether hosts are nodes of the cluster that is watched: only then does `host` name a node. */
export const areNodes = (mixins: readonly Mixin[], { finds = {} }: Pick<Endpoints, "finds">): boolean =>
  finds.node?.kind === "cluster" && mixins.some(({ name }) => name === "kubernetes");

/** The mixins, whose alerts leave out what others in use explain. */
export function explained(mixins: readonly Mixin[], endpoints: Pick<Endpoints, "finds">): Mixin[] {
  const inUse = new Set(mixins.map(({ name }) => name));
  const holds = EXPLANATIONS.filter(({ by, onNodes }) => (onNodes ? areNodes(mixins, endpoints) : inUse.has(by)));
  return mixins.map((mixin) => ({
    ...mixin,
    alerts: mixin.alerts.map((alert) =>
      holds.filter(({ of: [name, of] }) => name === mixin.name && of === alert.name).reduce(leftOut, alert),
    ),
  }));
}

const leftOut = (alert: Alert, { unless }: Explanation): Alert =>
  mapExpressions(alert, (expr) => without(expr, unless));
