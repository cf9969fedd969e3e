// Settings → Monitoring.

export { ABSENT, FOUND } from "./alerts/expected";
export { MISSING } from "./alerts/liveness";
export { CALM_INTERVAL, EVALUATION_INTERVAL, evaluationOf, recordingsReadBy } from "./alerts/rule-groups";
export { assemble, mixinsInUse } from "./assemble";
export type * from "./credentials";
export { builtDashboards, dashboardFiles } from "./dashboards/files";
export { runbookTexts } from "./dashboards/runbook-text";
export { runbookDashboards, runbookUrl } from "./dashboards/runbooks";
export { roundUp } from "./forecast/round-up";
export { samplesPerSeries } from "./forecast/samples";
export { logAlertsIn } from "./logs/alerts";
export { LOG_RUNBOOK, logRunbook } from "./logs/runbook";
export type { Logs } from "./logs/settings";
export { FALLBACK_GROUP_BY, type RouteTree, routing } from "./maintenance/routing";
export { heartbeatAlerts, maintenanceMatchers, maintenanceWords } from "./maintenance/windows";
export type * from "./model/monitoring";
export { besideMain } from "./notifications";
export { DRILL_FAILED } from "./notifications/drill-failed";
export { teamsNamed, walkOf } from "./notifications/walk";
export { openSlosIn, type SloDocuments, withOpenSlos } from "./open-slo";
export { applyOverrides, everywhere } from "./overrides";
export { type FileProblem, type OwnGroup, ownGroups } from "./own-rules";
export { plainCredentialsIn } from "./plain-credentials";
export type * from "./platforms";
export { DEFAULT_PLATFORM, definitionOf, PLATFORM_KINDS, PROVIDERS } from "./platforms";
export { isAllowed } from "./platforms/aws-access";
export {
  type AwsAccount,
  definePlatform,
  type GivenCredential,
  type SettingsOn,
  settingsOn,
} from "./platforms/definition";
export { askedServices } from "./platforms/ec2/discovery";

export type { CredentialPaths, CredentialValues, Integrations, NamedCredential, Receiver } from "./receivers";
export {
  credentialPaths,
  credentialsGiven,
  credentialsNeeded,
  mainReceiver,
  minimumAlertmanager,
  putByHand,
  RECEIVER_FACTS,
  receiverCredentials,
  receiverModel,
  teamConfigs,
  watchdogReceiver,
  waysOf,
} from "./receivers";
export { holdsSecretAddress } from "./receivers/secret-addresses";
export { SLACK_TOKEN } from "./receivers/slack";
export { hookCredentials, hookFiles } from "./remediation/credentials";
export { scrapeCredentials, scrapeFile } from "./scraping/access";
export { minimumBlackbox, minimumPrometheus } from "./scraping/minimum-versions";
export type { ScrapeAccess } from "./scraping/types";
export { type Address, addressText, type Credential, ENCRYPTED } from "./settings/fields";
export { formerKeys } from "./settings/former-keys";
export { didYouMean } from "./settings/issues";
export { parseSettings } from "./settings/parse";
export { type Service, type Settings, settingsSchema } from "./settings/schema";
export { SettingsError } from "./settings/settings-error";
export {
  type ExistingLogStore,
  type ExistingStores,
  type ExistingTraceStore,
  existingLogStore,
  existingStores,
  existingTraceStore,
  logsKeptHere,
  STORE_PASSWORDS,
  storeCredentials,
  tracesKeptHere,
} from "./stores/existing";
export {
  existingSources,
  linksInExplore,
  pluginOf,
  SOURCES,
  toLogs,
  withoutPlugins,
} from "./stores/grafana";
export { DRILL_JOB } from "./targets/jobs";
export { slowerThan, spanBuckets } from "./traces/services";
export type { Traces } from "./traces/settings";
