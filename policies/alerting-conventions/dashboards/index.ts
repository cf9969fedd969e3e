// Dashboards.
import type { Policy } from "../../policy";
import { dashboardCounterRated } from "./dashboard-counter-rated";
import { dashboardDataSource } from "./dashboard-data-source";
import { dashboardDataSourceVariable } from "./dashboard-data-source-variable";
import { dashboardJobInstanceVariables } from "./dashboard-job-instance-variables";
import { dashboardNotEditable } from "./dashboard-not-editable";
import { dashboardPanelTitle } from "./dashboard-panel-title";
import { dashboardPanelUnit } from "./dashboard-panel-unit";
import { dashboardPanelWithoutQuery } from "./dashboard-panel-without-query";
import { dashboardRateInterval } from "./dashboard-rate-interval";
import { dashboardUid } from "./dashboard-uid";
import { dashboardVariableQuery } from "./dashboard-variable-query";
import { dashboardVariableRefresh } from "./dashboard-variable-refresh";
import { dashboardVariables } from "./dashboard-variables";

export const dashboards: readonly Policy[] = [
  dashboardUid,
  dashboardPanelTitle,
  dashboardPanelUnit,
  dashboardPanelWithoutQuery,
  dashboardDataSource,
  dashboardDataSourceVariable,
  dashboardRateInterval,
  dashboardCounterRated,
  dashboardJobInstanceVariables,
  dashboardVariableQuery,
  dashboardVariableRefresh,
  dashboardVariables,
  dashboardNotEditable,
];
