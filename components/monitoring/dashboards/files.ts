// The dashboards of an environment as Grafana's JSON.
import { type RenderOptions, renderDashboard } from "../../dashboards";
import type { Alert } from "../../rules";
import type { Monitoring } from "../model/monitoring";

/** By file name, `<uid>.json`; the lines of thresholds are those of the environment's own alerts. */
export function dashboardFiles(
  monitoring: Monitoring,
  options: Pick<RenderOptions, "datasourceUid" | "environments"> = {},
): Record<string, string> {
  const placed = monitoring.groups.flatMap((group) => group.alerts);
  const alerts = placed.map(({ alert }) => alert);
  const runbooks = new Map(placed.map(({ alert, annotations }) => [alert.name, annotations.runbook_url]));
  const runbook = ({ name }: Alert) => runbooks.get(name);
  return Object.fromEntries(
    monitoring.dashboards.map((dashboard) => [
      `${dashboard.uid}.json`,
      renderDashboard(dashboard, { alerts, runbook, ...options }),
    ]),
  );
}
