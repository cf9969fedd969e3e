// Dashboards as Grafana's own schema package types them, for JSON: what a panel of each kind may say, and nothing else.
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Options as Gauge } from "@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen";
import type { Options as Stat } from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type {
  Options as Table,
  FieldConfig as TableField,
} from "@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen";
import type { Options as Text } from "@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen";
import type {
  Options as TimeSeries,
  FieldConfig as TimeSeriesField,
} from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";
import type {
  AnnotationQuery,
  Dashboard,
  FieldConfig,
  FieldConfigSource,
  Panel,
  RowPanel,
} from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";

/** The name of an enum's member is not in JSON: its value is. */
type Json<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Element)[]
    ? Json<Element>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

/** Every part of an option has a default. */
type Some<T> = T extends readonly unknown[] ? T : T extends object ? { [Key in keyof T]?: Some<T[Key]> } : T;

interface Kind<Type extends string, Options, Field, Target> extends Omit<Panel, "options" | "fieldConfig" | "targets"> {
  type: Type;
  options?: Some<Options>;
  fieldConfig?: Omit<FieldConfigSource, "defaults"> & {
    defaults: Omit<FieldConfig, "custom"> & { custom?: Some<Field> };
  };
  targets?: Target[];
}

/** A query, which is its data source's affair: as Grafana's SDK types it. */
type Asked = Omit<Dataquery, "_implementsDataqueryVariant">;

/** Of the list of alerts the package says nothing. */
type AlertList = Readonly<Record<string, unknown>>;

type AnyPanel =
  | RowPanel
  | Kind<"timeseries", TimeSeries, TimeSeriesField, Asked>
  | Kind<"stat", Stat, never, Asked>
  | Kind<"gauge", Gauge, never, Asked>
  | Kind<"table", Table, TableField, Asked>
  | Kind<"text", Text, never, never>
  | Kind<"alertlist", AlertList, never, never>;

/** What the data source Prometheus adds to an annotation. */
interface Annotation extends AnnotationQuery {
  expr?: string;
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
}

export type Rendered = Json<
  Omit<Dashboard, "panels" | "annotations"> & { panels: AnyPanel[]; annotations?: { list: Annotation[] } }
>;
