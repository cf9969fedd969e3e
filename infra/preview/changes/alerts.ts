// Alerts as items: what each says, when it fires, how soon, and who is notified.
import { nameWhere } from "../../../components/promql";
import { readable, readableDuration } from "../../../components/rules/readable";
import type { Item } from "./difference";
import { routerOf, teamsWithRoutes } from "./router";
import type { Watched, WatchedAlert } from "./watched";

/** One rule of an alert, with what a machine wants to know beside what people read. */
export interface AlertItem extends Item {
  /** The mixin it belongs to. */
  of: string;
  severity: string;
  /** The whole condition in PromQL, the comparison included. */
  rule: string;
  /** In the alert's unit; left out where the expression is the whole condition. */
  threshold?: number;
  /** The longest time from the fault to the message leaving; left out where it is not known. */
  latencySeconds?: number;
}

type Routes = (placed: Pick<WatchedAlert, "alert" | "severity" | "labels">) => Item["facts"];

/** A rule is the same by alert and severity; an alert with one rule left is the same under another severity. */
export const ALERT_IDENTITIES = [
  ({ name, severity }: AlertItem) => `${name} ${severity}`,
  ({ name }: AlertItem) => name,
];

export function alertsIn({ groups = [], notifications, logs }: Watched): AlertItem[] {
  const routes = notifications ? routesIn(notifications) : () => ({});
  const onMetrics = groups.flatMap((group) =>
    group.alerts.map((placed) => ({
      name: nameWhere(placed.alert.name, placed.where),
      of: group.mixin ?? group.name,
      severity: placed.severity,
      rule: placed.expr,
      ...(placed.threshold !== undefined && { threshold: placed.threshold }),
      ...(placed.latencySeconds !== undefined && { latencySeconds: placed.latencySeconds }),
      facts: {
        ...conditionOf(placed),
        "evaluated every": group.interval && readableDuration(group.interval),
        ...routes(placed),
        ...wordsOf(placed),
      },
    })),
  );
  return [...onMetrics, ...(logs?.alerts ?? []).map((one) => onLogs(one, routes))];
}

/** An alert on lines of logs, which vmalert evaluates. */
function onLogs(one: NonNullable<Watched["logs"]>["alerts"][number], routes: Routes): AlertItem {
  const { name, severity, threshold, query, latencySeconds } = one;
  return {
    name: nameWhere(name, one.where),
    of: "logs",
    severity,
    rule: query,
    threshold,
    ...(latencySeconds !== undefined && { latencySeconds }),
    facts: {
      severity,
      threshold: `> ${readable(threshold, "count")}`,
      expression: query,
      for: one.for && readableDuration(one.for),
      "detection latency": latencySeconds === undefined ? undefined : readable(latencySeconds, "seconds"),
      ...routes({ alert: { name }, severity, labels: {} }),
      summary: one.summary,
      description: one.description,
    },
  };
}

function conditionOf(placed: WatchedAlert): Item["facts"] {
  const { alert, threshold, keepFiringFor, latencySeconds } = placed;
  return {
    severity: placed.severity,
    threshold: threshold === undefined ? null : `${comparisonOf(placed)}${readable(threshold, alert.unit)}`,
    expression: alert.expr,
    for: placed.for && readableDuration(placed.for),
    "keeps firing for": keepFiringFor ? readableDuration(keepFiringFor) : null,
    "detection latency": latencySeconds === undefined ? undefined : readable(latencySeconds, "seconds"),
  };
}

function comparisonOf({ alert, severity }: WatchedAlert): string {
  if (alert.above?.[severity] !== undefined) return "> ";
  return alert.below?.[severity] !== undefined ? "< " : "";
}

function wordsOf({ labels, annotations }: WatchedAlert): Item["facts"] {
  const fixed = Object.entries(labels).filter(([name]) => name !== "severity");
  return {
    labels: fixed.map(([name, value]) => `${name}=${value}`).sort(),
    summary: annotations.summary,
    description: annotations.description,
  };
}

/** Most alerts take their team from the series that fire: then the general route, and those of teams that have their own. */
function routesIn(notifications: NonNullable<Watched["notifications"]>): Routes {
  const router = routerOf(notifications);
  if (!router) return () => ({});
  const teams = teamsWithRoutes(notifications);
  return ({ alert, severity, labels }) => {
    const known = { ...labels, alertname: alert.name, severity };
    const route = router(known);
    if (labels.team) return { route, "routes of teams": [] };
    const ofTeams = teams.map((team) => [team, router({ ...known, team })]).filter(([, to]) => to !== route);
    return { route, "routes of teams": ofTeams.map(([team, to]) => `${team}: ${to}`) };
  };
}
