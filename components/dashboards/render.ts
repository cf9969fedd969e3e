// Dashboard → Grafana's JSON.
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Alert } from "../rules";
import { type Dashboard, matcherOf, type Variable } from "./dashboard";
import { acrossEnvironments } from "./environments";
import { drawnAlerts } from "./render-alerts";
import { positions } from "./render-layout";
import { renderPanel } from "./render-panel";
import { DATA_SOURCE } from "./render-queries";
import { withoutFooter, withoutIntervals, withoutPlacement } from "./sdk-quirks";

export interface RenderOptions {
  /** Where the alerts that panels draw are looked up, with the thresholds that the settings gave them. */
  alerts: readonly Alert[];
  /** The link of an alert's runbook section, for the panels that draw the alert. Default: no link. */
  runbook?: (alert: Alert) => string | undefined;
  /** The data source chosen at first; every viewer can choose another. Default: Grafana's default Prometheus. */
  datasourceUid?: string;
  /**
   * Where the data source has, or may have, the series of several environments, each with the label `environment`: the one
   * that is chosen at first, or none for all. Default: there is one environment, and nothing to choose.
   */
  environments?: { chosen?: string };
}

/** Every dashboard carries it, and links to all others that do. */
const TAG = "tocsin";

/** Grafana's JSON of a dashboard as text, the same for the same input. Throws as `builtDashboard` does. */
export const renderDashboard = (declared: Dashboard, options: RenderOptions): string =>
  asJson(builtDashboard(declared, options));

/** What Grafana reads as a dashboard, as text. */
export const asJson = (built: unknown): string => `${JSON.stringify(built, undefined, 2)}\n`;

/**
 * A dashboard as Grafana's JSON has it.
 * Throws where a panel names an alert that is not among those given, or whose thresholds are in another unit.
 */
export function builtDashboard(declared: Dashboard, options: RenderOptions) {
  const { alerts, runbook, datasourceUid, environments } = options;
  const dashboard = environments ? acrossEnvironments(declared, environments.chosen) : declared;
  const drawn = drawnAlerts(dashboard, alerts);
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(dashboard.description)
    .tags([TAG, ...dashboard.tags])
    .readonly()
    .refresh("30s")
    .time({ from: "now-1h", to: "now" })
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([dataSourceVariable(datasourceUid), ...dashboard.variables.map(queryVariable)].map(withoutIntervals))
    .links([
      withoutPlacement(
        new DashboardLinkBuilder("Dashboards")
          .type(DashboardLinkType.Dashboards)
          .tags([TAG])
          .asDropdown(true)
          .keepTime(true),
      ),
    ]);
  const alerting = drawn.size > 0 ? [firing([...drawn.values()], dashboard.variables)] : [];
  builder.annotations([deployments(), ...alerting].map(withoutPlacement));

  for (const { row, id, gridPos, panels } of positions(dashboard)) {
    builder.withRow(new RowBuilder(row.title).id(id).gridPos(gridPos));
    for (const { panel, ...place } of panels) {
      builder.withPanel(withoutFooter(renderPanel(panel, { ...place, alert: drawn.get(panel.alert ?? ""), runbook })));
    }
  }
  return builder.build();
}

function dataSourceVariable(uid: string | undefined): DatasourceVariableBuilder {
  const variable = new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus");
  return uid ? variable.current({ selected: true, text: uid, value: uid }) : variable;
}

/** A pattern as the value of «All» is shorter than a list of all values, and right where that list is empty. */
function queryVariable({ label, from, mayLack, chosen }: Variable): QueryVariableBuilder {
  return new QueryVariableBuilder(label)
    .label(title(label))
    .datasource(DATA_SOURCE)
    .query(`label_values(${from}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(mayLack ? ".*" : ".+")
    .current({ selected: true, text: [chosen ?? "All"], value: [chosen ?? "$__all"] });
}

/** `consumergroup` → `Consumergroup`: what stands before the drop-down. */
const title = (label: string) => label.charAt(0).toUpperCase() + label.slice(1).replace(/_/g, " ");

/** Marks the times at which the alerts drawn on the dashboard fired for what is chosen. */
function firing(alerts: readonly Alert[], variables: readonly Variable[]): AnnotationQueryBuilder {
  const names = [...new Set(alerts.map((alert) => alert.name))].join("|");
  const chosen = variables.map((one) => `,${matcherOf(one)}`).join("");
  return new AnnotationQueryBuilder()
    .name("Alerts")
    .datasource(DATA_SOURCE)
    .expr(`ALERTS{alertstate="firing",alertname=~"${names}"${chosen}}`)
    .titleFormat("{{alertname}} ({{severity}})")
    .textFormat("{{instance}}")
    .tagKeys("severity")
    .iconColor("red");
}

/** Marks what was deployed: annotations with this tag, which a deployment's last step posts to Grafana. */
function deployments(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Deployments")
    .datasource({ type: "grafana", uid: "-- Grafana --" })
    .target({
      build: () => ({
        _implementsDataqueryVariant: () => {},
        limit: 100,
        matchAny: false,
        tags: ["deploy"],
        type: "tags",
      }),
    })
    .iconColor("blue");
}
