// Settings → Monitoring.
export { assemble, mixinsInUse } from "./assemble";
export type * from "./credentials";
export { dashboardFiles } from "./dashboard-files";
export { ABSENT, FOUND } from "./expected";
export type { Credential } from "./fields";
export { roundUp } from "./forecast/round-up";
export { samplesPerSeries } from "./forecast/samples";
export { didYouMean } from "./issues";
export { timeoutOf } from "./jobs";
export type * from "./monitoring";
export { parseSettings } from "./parse";
export type * from "./platforms";
export type { CredentialFiles, Integrations, Receiver } from "./receivers";
export { RECEIVER_FACTS, receiverModel, waysOf } from "./receivers";
export { CALM_INTERVAL, EVALUATION_INTERVAL, recordingsReadBy } from "./rule-groups";
export { runbookDashboards, runbookUrl } from "./runbook-dashboards";
export { type Service, type Settings, settingsSchema } from "./settings";
export { SettingsError } from "./settings-error";
