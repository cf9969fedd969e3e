// Traces → the configuration of agents on hosts, of the gateway that samples them, and of their store, and links to them.
export { AGENT_MEMORY, spanAgentConfig } from "./agent";
export { TO_METRICS, TRACES_SOURCE, toTraces } from "./data-source";
export { GATEWAY_MEMORY, type GatewayArgs, gatewayConfig, saidOf } from "./gateway";
export { jaegerConfig } from "./jaeger";
export { tracesLink } from "./link";
export type { TracedService } from "./types";
