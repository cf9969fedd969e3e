// Settings → Monitoring.
export { assemble, EVALUATION_INTERVAL, mixinsInUse } from "./assemble";
export { didYouMean } from "./issues";
export type * from "./monitoring";
export { parseSettings, SettingsError } from "./parse";
export { type Credential, type LocalPlatform, type Service, type Settings, settingsSchema } from "./settings";
