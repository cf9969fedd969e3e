// The dashboards of an environment as Grafana's JSON.
import { asJson, builtDashboard, type RenderOptions } from "../../dashboards";
import type { Alert } from "../../rules";
import type { Monitoring } from "../model/monitoring";

type Options = Pick<RenderOptions, "datasourceUid" | "environments">;

/** By file name, `<uid>.json`; the lines of thresholds are those of the environment's own alerts. */
export const dashboardFiles = (monitoring: Monitoring, options: Options = {}): Record<string, string> =>
  Object.fromEntries(builtDashboards(monitoring, options).map((built) => [`${built.uid}.json`, asJson(built)]));

/** The same, not yet as text. */
export function builtDashboards(monitoring: Monitoring, options: Options = {}) {
  const placed = monitoring.groups.flatMap((group) => group.alerts);
  const alerts = placed.map(({ alert }) => alert);
  const runbooks = new Map(placed.map(({ alert, annotations }) => [alert.name, annotations.runbook_url]));
  const runbook = ({ name }: Alert) => runbooks.get(name);
  return monitoring.dashboards.map((dashboard) => builtDashboard(dashboard, { alerts, runbook, ...options }));
}
