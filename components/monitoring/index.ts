// Settings → Monitoring.
export { assemble, EVALUATION_INTERVAL, mixinsInUse } from "./assemble";
export type * from "./credentials";
export { dashboardFiles } from "./dashboard-files";
export { ABSENT, FOUND } from "./expected";
export type { Credential } from "./fields";
export { didYouMean } from "./issues";
export type * from "./monitoring";
export { parseSettings, SettingsError } from "./parse";
export type * from "./platforms";
export { type Service, type Settings, settingsSchema } from "./settings";
