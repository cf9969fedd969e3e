// A Monitoring → what a continuous drill expects of it.
import { heartbeatAlerts, MISSING, type Monitoring, recordingsReadBy, teamsNamed, walkOf, waysOf } from "../monitoring";
import { metricsIn } from "../promql";
import { SEVERITIES, seconds } from "../rules";
import type { DrillPlan } from "./plan";

/** A team that no route names, so that it takes the routes of all others. */
const ANY_TEAM = "tocsin-drill";

export function drillPlanOf({ environment, groups, notifications }: Monitoring, team: string): DrillPlan {
  const { routes, fallback, receivers } = notifications;
  const expected = new Map<string, DrillPlan["expected"][number]>();
  for (const { alert, severity, expr, for: held } of groups.flatMap(({ alerts }) => alerts)) {
    const key = `${alert.name} ${severity}`;
    const rules = [...(expected.get(key)?.rules ?? []), { expr, for: seconds(held) }];
    expected.set(key, { alert: alert.name, severity, rules });
  }
  const walk = walkOf(routes);
  const reached = (of: Readonly<Record<string, string>>) => {
    const names = walk(of).map(({ receiver }) => receiver);
    return [...new Set(names.length > 0 ? names : [fallback])].sort();
  };
  return {
    environment,
    team,
    expected: [...expected.values()],
    always: heartbeatAlerts({ groups }),
    routes: [...teamsNamed(routes), ANY_TEAM].flatMap((one) =>
      SEVERITIES.map((severity) => {
        const of = { team: one, severity };
        return { labels: of, receivers: reached(of) };
      }),
    ),
    receivers: receivers.filter((one) => waysOf(one).every(isPlain)),
    unproven: receivers.flatMap((one) =>
      waysOf(one).flatMap((way) => (isPlain(way) ? [] : [`${one.name} (${way.words})`])),
    ),
    readers: readersIn(groups),
  };
}

const isPlain = ({ address }: { address: string | null }) => address === null;

function readersIn(groups: Monitoring["groups"]): DrillPlan["readers"] {
  const recordings = groups.flatMap((group) => group.recordings);
  const watched = recordings.flatMap(({ record, adds }) => (record === MISSING ? (adds?.metric ?? []) : []));
  const readers = Object.fromEntries([...new Set(watched)].sort().map((metric) => [metric, new Set<string>()]));
  for (const { alert, expr } of groups.flatMap(({ alerts }) => alerts)) {
    const read = [expr, ...[...recordingsReadBy([expr], recordings)].map((one) => one.expr)];
    for (const metric of read.flatMap((one) => metricsIn(one))) readers[metric]?.add(alert.name);
  }
  return Object.fromEntries(Object.entries(readers).map(([metric, alerts]) => [metric, [...alerts].sort()]));
}
