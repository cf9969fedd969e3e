// Panel → Grafana's panel JSON.
import {
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TableCellDisplayMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardLinkBuilder,
  FieldColorBuilder,
  FieldColorModeId,
  type GridPos,
  PanelBuilder,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as GaugeBuilder } from "@grafana/grafana-foundation-sdk/gauge";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Alert } from "../rules";
import type { Panel } from "./dashboard";
import { colorSteps, lineSteps, ownThresholds, targetSteps } from "./render-alerts";
import { DATA_SOURCE, queriesOf, valueColumns } from "./render-queries";
import { GRAFANA_UNIT, scaleOf } from "./render-units";
import { withoutPlacement } from "./sdk-quirks";

export interface PanelPlace {
  id: number;
  gridPos: GridPos;
  /** What the panel draws. */
  alert: Alert | undefined;
  runbook: ((alert: Alert) => string | undefined) | undefined;
}

/** A builder of the panel, complete. */
export function renderPanel(panel: Panel, { id, gridPos, alert, runbook }: PanelPlace) {
  const builder = BUILDERS[panel.kind](panel, alert)
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .datasource(DATA_SOURCE)
    .gridPos(gridPos)
    .unit(GRAFANA_UNIT[panel.unit])
    .targets(queriesOf(withOwnThresholds(panel, alert)));
  if (panel.max !== undefined) builder.max(panel.max * scaleOf(panel.unit));
  const found = alert && runbook?.(alert);
  const links = [
    ...(found ? [link(`Runbook of ${alert.name}`, found).targetBlank(true)] : []),
    ...(panel.leadsTo ? [link("Details", `/d/${panel.leadsTo}?${KEPT}`)] : []),
  ];
  if (links.length > 0) builder.links(links.map(withoutPlacement));
  return builder;
}

/** A line for each threshold that holds for some series only. */
function withOwnThresholds(panel: Panel, alert: Alert | undefined): Panel {
  if (panel.kind !== "timeseries") return panel;
  const lines = ownThresholds(alert).map(({ legend, value }) => [legend, `vector(${value})`]);
  return { ...panel, queries: { ...panel.queries, ...Object.fromEntries(lines) } };
}

/** What a link to another dashboard keeps: the data source, what is chosen, and the time. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
const KEPT = "${__all_variables}&${__url_time_range}";

const link = (title: string, url: string) => new DashboardLinkBuilder(title).url(url);

const BUILDERS = {
  timeseries: timeseriesPanel,
  stat: statPanel,
  gauge: gaugePanel,
  table: tablePanel,
  alerts: alertsPanel,
} satisfies Record<Panel["kind"], unknown>;

function timeseriesPanel(panel: Panel, alert: Alert | undefined) {
  const steps = lineSteps(alert);
  const builder = new TimeseriesBuilder()
    .thresholds(thresholds(panel, steps))
    // By name, so that a series has the same colour on every panel.
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .lineWidth(1)
    .fillOpacity(panel.stack ? 40 : 10)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  // A hard minimum would cut off what is negative; and the years since 1970 would leave a timestamp no room.
  if (panel.unit !== "timestamp") builder.axisSoftMin(0);
  if (panel.stack) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));
  if (steps.length > 1) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  for (const { legend, color } of ownThresholds(alert)) {
    builder.overrideByName(legend, [
      { id: "color", value: { mode: FieldColorModeId.Fixed, fixedColor: color } },
      { id: "custom.lineStyle", value: { fill: "dash", dash: [10, 10] } },
      { id: "custom.fillOpacity", value: 0 },
      { id: "custom.stacking", value: { mode: StackingMode.None } },
    ]);
  }
  return builder;
}

function statPanel(panel: Panel, alert: Alert | undefined) {
  return new StatBuilder()
    .thresholds(thresholds(panel, colorSteps(alert, "green")))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .reduceOptions(lastValue())
    .graphMode(BigValueGraphMode.None);
}

function gaugePanel(panel: Panel, alert: Alert | undefined) {
  return new GaugeBuilder()
    .thresholds(thresholds(panel, targetSteps(alert, "green")))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .reduceOptions(lastValue())
    .showThresholdMarkers(true)
    .min(0);
}

/** A line for each set of labels, with the values of all queries beside each other. */
function tablePanel(panel: Panel, alert: Alert | undefined) {
  const steps = colorSteps(alert, "text");
  const builder = new TableBuilder()
    .thresholds(thresholds(panel, steps))
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({ id: "organize", options: { excludeByName: { Time: true, __name__: true } } });
  for (const { column, title } of valueColumns(panel)) {
    // On the values alone: a colour for all columns would take label values for the lowest step.
    const color = { id: "custom.cellOptions", value: { type: TableCellDisplayMode.ColorText } };
    const unit = panel.units?.[title];
    builder.overrideByName(column, [
      { id: "displayName", value: title },
      ...(unit ? [{ id: "unit", value: GRAFANA_UNIT[unit] }] : []),
      ...(steps.length > 1 ? [color] : []),
    ]);
  }
  for (const [label, url] of Object.entries(panel.opens ?? {})) {
    builder.overrideByName(label, [{ id: "links", value: [{ title: "Open", url }] }]);
  }
  return builder;
}

/** Grafana's own list, of its own alerts and of those of its data sources. */
function alertsPanel() {
  return new PanelBuilder().type("alertlist").options({
    viewMode: "list",
    groupMode: "default",
    maxItems: 50,
    sortOrder: 3,
    stateFilter: { firing: true, pending: true, noData: true, error: true, normal: false },
  });
}

const lastValue = () => new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);

function thresholds(panel: Panel, steps: readonly Threshold[]): ThresholdsConfigBuilder {
  const scale = scaleOf(panel.unit);
  const scaled = steps.map(({ value, color }) => ({ value: value === null ? null : value * scale, color }));
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(scaled);
}
