// Logs → the collector's configuration.
export { type CollectorArgs, collectorConfig, MEMORY_LIMIT } from "./collector";
export { LOG_RUNBOOK, logRuleFile } from "./rule-file";
export type { LoggingService } from "./types";
