// Traces → the configuration of the gateway that samples them, and of their store, and links to them.
export { GATEWAY_MEMORY, type GatewayArgs, gatewayConfig, saidOf } from "./gateway";
export { jaegerConfig } from "./jaeger";
export { tracesLink } from "./link";
export type { TracedService } from "./types";
