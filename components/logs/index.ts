// Logs → the collector's configuration, vmalert's rules, and links to lines.

export { type CollectorArgs, collectorConfig, MEMORY_LIMIT } from "./collector";
export {
  certified,
  extensionsOf,
  memoryLimiter,
  type Senders,
  sending,
  sendingToExisting,
  serviceOf,
  takingFrom,
} from "./collector-parts";
export { hostCollectorConfig, relayConfig } from "./hosts";
export { logsLink } from "./link";
export { maskStatements } from "./masking";
export { type PodCollectorArgs, podCollectorConfig } from "./pods";
export { bytesOf, storeFlags, vmalertFlags } from "./programs";
export { logRuleFile } from "./rule-file";
export type { HostService, LoggingService, PodService } from "./types";
