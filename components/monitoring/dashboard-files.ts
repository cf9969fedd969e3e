// The dashboards of an environment as Grafana's JSON.
import { type RenderOptions, renderDashboard } from "../dashboards";
import type { Monitoring } from "./monitoring";

/** By file name, `<uid>.json`; the lines of thresholds are those of the environment's own alerts. */
export function dashboardFiles(
  monitoring: Monitoring,
  options: Pick<RenderOptions, "datasourceUid"> = {},
): Record<string, string> {
  const alerts = monitoring.groups.flatMap((group) => group.alerts.map((placed) => placed.alert));
  return Object.fromEntries(
    monitoring.dashboards.map((dashboard) => [
      `${dashboard.uid}.json`,
      renderDashboard(dashboard, { alerts, ...options }),
    ]),
  );
}
