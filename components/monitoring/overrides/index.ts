// What the settings change about alerts.
export { applyOverrides, isExcused, withoutAlerts } from "./apply";
export { everywhere } from "./changes";
export { alertProblems } from "./known";
export { type Override, overrides } from "./schema";
