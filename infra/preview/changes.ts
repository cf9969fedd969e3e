// What a change does to the monitoring: two Monitoring values → what was added, removed and changed, as plain data.
import type { Monitoring } from "../../components/monitoring";
import { ALERT_IDENTITIES, type AlertItem, alertsIn } from "./changes/alerts";
import {
  DASHBOARD_IDENTITIES,
  dashboardsIn,
  PANEL_IDENTITIES,
  panelsIn,
  RECORDING_IDENTITIES,
  recordingsIn,
} from "./changes/content";
import { type Difference, difference, type Identity, type Item } from "./changes/difference";
import { type LatencyChange, latencyChanges } from "./changes/latency";
import {
  INHIBITION_IDENTITIES,
  inhibitionsIn,
  MAINTENANCE_IDENTITIES,
  MUTE_TIMING_IDENTITIES,
  maintenanceIn,
  muteTimingsIn,
  RECEIVER_IDENTITIES,
  ROUTE_IDENTITIES,
  receiversIn,
  routesIn,
} from "./changes/messages";
import {
  JOB_IDENTITIES,
  jobsIn,
  KEEPING_IDENTITIES,
  keepingIn,
  SERVICE_IDENTITIES,
  servicesIn,
  TARGET_IDENTITIES,
  targetsIn,
} from "./changes/scraping";
import { NOTHING, type Watched, watchedIn } from "./changes/watched";

/** Plain data: it survives JSON. Links are left out, because they say where something is shown, not what is watched. */
export interface Changes {
  /** One for each severity of an alert. */
  alerts: Difference<AlertItem>;
  recordings: Difference;
  dashboards: Difference;
  panels: Difference;
  services: Difference;
  jobs: Difference;
  targets: Difference;
  receivers: Difference;
  routes: Difference;
  inhibitions: Difference;
  muteTimings: Difference;
  maintenance: Difference;
  /** How often rules are evaluated, and how long series are kept. */
  keeping: Difference;
  /** Of each severity, whether it changed or not. */
  latency: LatencyChange[];
}

export type Kind = Exclude<keyof Changes, "latency">;

/**
 * Compares what is watched; a base that is undefined watches nothing. Either side may come from JSON, written by another
 * version: what only one side knows is named in `notCompared`, and is no change.
 * Throws where a side is nothing that can be read as a Monitoring.
 */
export function changesOf(base: Monitoring | undefined, head: Monitoring): Changes {
  const before = base === undefined ? NOTHING : watchedIn(base, "base");
  const after = watchedIn(head, "head");
  const compare = <T extends Item>(
    known: (side: Watched) => unknown,
    itemsIn: (side: Watched) => T[],
    identities: Identity<T>[],
  ): Difference<T> => {
    if (known(before) && known(after)) return difference(itemsIn(before), itemsIn(after), ...identities);
    return { added: [], removed: [], changed: [], notCompared: known(before) || known(after) ? ["all"] : [] };
  };
  const groups = (side: Watched) => side.groups;
  const dashboards = (side: Watched) => side.dashboards;
  const jobs = (side: Watched) => side.jobs;
  return {
    alerts: compare(groups, alertsIn, ALERT_IDENTITIES),
    recordings: compare(groups, recordingsIn, RECORDING_IDENTITIES),
    dashboards: compare(dashboards, dashboardsIn, DASHBOARD_IDENTITIES),
    panels: compare(dashboards, panelsIn, PANEL_IDENTITIES),
    services: compare(jobs, servicesIn, SERVICE_IDENTITIES),
    jobs: compare(jobs, jobsIn, JOB_IDENTITIES),
    targets: compare(jobs, targetsIn, TARGET_IDENTITIES),
    receivers: compare(({ notifications }) => notifications?.receivers, receiversIn, RECEIVER_IDENTITIES),
    routes: compare(({ notifications }) => notifications?.routes, routesIn, ROUTE_IDENTITIES),
    inhibitions: compare(({ notifications }) => notifications?.inhibitions, inhibitionsIn, INHIBITION_IDENTITIES),
    muteTimings: compare(({ notifications }) => notifications?.muteTimings, muteTimingsIn, MUTE_TIMING_IDENTITIES),
    maintenance: compare(({ notifications }) => notifications?.maintenance, maintenanceIn, MAINTENANCE_IDENTITIES),
    keeping: compare(() => true, keepingIn, KEEPING_IDENTITIES),
    latency: latencyChanges(alertsIn(before), alertsIn(after)),
  };
}
