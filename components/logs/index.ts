// Logs → the collector's configuration, vmalert's rules, and links to lines.
export { type CollectorArgs, collectorConfig, MEMORY_LIMIT } from "./collector";
export { extensionsOf, memoryLimiter, sending, serviceOf } from "./collector-parts";
export { logsLink } from "./link";
export { maskStatements } from "./masking";
export { bytesOf, storeFlags, vmalertFlags } from "./programs";
export { LOG_RUNBOOK, logRuleFile } from "./rule-file";
export type { LoggingService } from "./types";
