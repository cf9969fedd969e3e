// Logs → the collector's configuration.
export { type CollectorArgs, collectorConfig, MEMORY_LIMIT } from "./collector";
export { maskStatements } from "./masking";
export { LOG_RUNBOOK, logRuleFile } from "./rule-file";
export type { LoggingService } from "./types";
