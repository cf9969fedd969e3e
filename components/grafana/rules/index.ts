// Alerts and recordings as Grafana-managed rules.
export { alertRule, type GrafanaAlertRule } from "./alert-rule";
export { type GrafanaRuleGroup, grafanaRuleGroups } from "./groups";
