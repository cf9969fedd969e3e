// Settings → Monitoring.
export { assemble, mixinsInUse } from "./assemble";
export type * from "./monitoring";
export { didYouMean, parseSettings, SettingsError } from "./parse";
export { type Credential, type LocalPlatform, type Service, type Settings, settingsSchema } from "./settings";
