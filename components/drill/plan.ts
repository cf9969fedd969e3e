// What a continuous drill expects of a running environment: its rules, who its routes lead to, how its receivers are asked.
import { z } from "zod";
import {
  heartbeatAlerts,
  MISSING,
  type Monitoring,
  receiverModel,
  recordingsReadBy,
  teamsNamed,
  walkOf,
  waysOf,
} from "../monitoring";
import { metricsIn } from "../promql";
import { SEVERITIES } from "../rules";

const labels = z.record(z.string(), z.string());

/** As a file hands it to the program. */
export const drillPlan = z.object({
  environment: z.string(),
  /** Who is notified that a drill failed. */
  team: z.string(),
  /** Each alert with each of its severities, and how many rules it has there. */
  expected: z.array(z.object({ alert: z.string(), severity: z.string(), count: z.number() })),
  /** Alerts that always fire: Alertmanager has them while Prometheus reaches it. */
  always: z.array(z.string()),
  /** Labels, and all receivers that an alert with them reaches, sooner or later. */
  routes: z.array(z.object({ labels, receivers: z.array(z.string()) })),
  /** Those whose address is no credential: a plan is a plain file. */
  receivers: z.array(receiverModel),
  /** The others, in words. */
  unproven: z.array(z.string()),
  /** The alerts that read each metric whose lack Prometheus records. */
  readers: z.record(z.string(), z.array(z.string())),
});

export type DrillPlan = z.infer<typeof drillPlan>;

/** A team that no route names, so that it takes the routes of all others. */
const ANY_TEAM = "tocsin-drill";

export function drillPlanOf({ environment, groups, notifications }: Monitoring, team: string): DrillPlan {
  const { routes, fallback, receivers } = notifications;
  const counts = new Map<string, DrillPlan["expected"][number]>();
  for (const { alert, severity } of groups.flatMap(({ alerts }) => alerts)) {
    const key = `${alert.name} ${severity}`;
    counts.set(key, { alert: alert.name, severity, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const walk = walkOf(routes);
  const reached = (of: Readonly<Record<string, string>>) => {
    const names = walk(of).map(({ receiver }) => receiver);
    return [...new Set(names.length > 0 ? names : [fallback])].sort();
  };
  return {
    environment,
    team,
    expected: [...counts.values()],
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
