// A Grafana as code: what it shows, what it evaluates and whom it notifies.
export { GrafanaContent } from "./content";
export { GrafanaDataSource } from "./data-source";
export { lostInGrafana } from "./lost";
export { GrafanaNotifications } from "./notifications/component";
export { treeNameOf } from "./notifications/own-tree";
export { organisationOf } from "./organisation";
export { prometheusFiles } from "./prometheus-files";
export { GrafanaRules } from "./rule-groups";
export { grafanaRuleGroups } from "./rules";
export { GrafanaServiceAccount } from "./service-account";
export { dataSourceUid } from "./uid";
