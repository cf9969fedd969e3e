// Settings → Monitoring.
export { READS_SLACK_ANSWERS } from "./alertmanager-version";
export { assemble, mixinsInUse } from "./assemble";
export type * from "./credentials";
export { dashboardFiles } from "./dashboard-files";
export { ABSENT, FOUND } from "./expected";
export type { Credential } from "./fields";
export { roundUp } from "./forecast/round-up";
export { samplesPerSeries } from "./forecast/samples";
export { didYouMean } from "./issues";
export { DRILL_JOB } from "./jobs";
export { MISSING } from "./liveness";
export { FALLBACK_GROUP_BY, type RouteTree, routing } from "./maintenance/routing";
export { heartbeatAlerts, maintenanceMatchers, maintenanceWords } from "./maintenance/windows";
export type * from "./monitoring";
export { othersThanSlack } from "./notifications";
export { applyOverrides } from "./overrides";
export { type OwnGroup, ownGroups, type RuleProblem } from "./own-rules";
export { parseSettings } from "./parse";
export type * from "./platforms";
export { definePlatform, type SettingsOn, settingsOn } from "./platforms/definition";
export { definitionOf, PLATFORM_KINDS, PROVIDERS } from "./platforms/table";
export type { CredentialFiles, Integrations, Receiver } from "./receivers";
export { RECEIVER_FACTS, receiverModel, waysOf } from "./receivers";
export {
  type CredentialsHeld,
  credentialContents,
  credentialFiles,
  credentialsHeld,
} from "./receivers/credential-files";
export { CALM_INTERVAL, EVALUATION_INTERVAL, recordingsReadBy } from "./rule-groups";
export { runbookDashboards, runbookUrl } from "./runbook-dashboards";
export { type Service, type Settings, settingsSchema } from "./settings";
export { SettingsError } from "./settings-error";
