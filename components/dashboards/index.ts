// The language of dashboards and its renderer.
export {
  alertList,
  type Dashboard,
  dashboard,
  gaugePanel,
  type Panel,
  type Queries,
  type Row,
  row,
  stat,
  table,
  timeseries,
  type Variable,
  variable,
} from "./dashboard";
export { acrossEnvironments } from "./environments";
export { asJson, builtDashboard, type RenderOptions, renderDashboard } from "./render";
export { panelOf } from "./render-layout";
export { GRAFANA_UNIT } from "./render-units";
