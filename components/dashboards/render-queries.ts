// What panels ask Prometheus.
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import { DataqueryBuilder, PromQueryFormat, QueryEditorMode } from "@grafana/grafana-foundation-sdk/prometheus";
import { scaled } from "../promql";
import type { Panel } from "./dashboard";
import { scaleOf } from "./render-units";

/** The data source that the viewer chose. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
export const DATA_SOURCE: DataSourceRef = { type: "prometheus", uid: "${datasource}" };

/** A query for each legend: over time for time series, else the value now. */
export function queriesOf(panel: Panel): DataqueryBuilder[] {
  const scale = scaleOf(panel.unit);
  return Object.entries(panel.queries).map(([legend, expr], index) => {
    const query = new DataqueryBuilder()
      .refId(refId(index))
      .datasource(DATA_SOURCE)
      .editorMode(QueryEditorMode.Code)
      .expr(scaled(expr, scale))
      .legendFormat(legend)
      .format(panel.kind === "table" ? PromQueryFormat.Table : PromQueryFormat.TimeSeries);
    return panel.kind === "timeseries" ? query.range() : query.instant();
  });
}

/** The columns with values, which Grafana names itself, and the legends that are to be their titles. */
export function valueColumns(panel: Panel): { column: string; title: string }[] {
  const legends = Object.keys(panel.queries);
  return legends.map((title, index) => ({ column: legends.length === 1 ? "Value" : `Value #${refId(index)}`, title }));
}

const refId = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);
