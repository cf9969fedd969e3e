// Logs → the collector's configuration.
export { type CollectorArgs, collectorConfig, MEMORY_LIMIT } from "./collector";
export type { LoggingService } from "./types";
