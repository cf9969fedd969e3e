// Traces → the configuration of the gateway that samples them, and of their store.
export { GATEWAY_MEMORY, type GatewayArgs, gatewayConfig } from "./gateway";
export { jaegerConfig } from "./jaeger";
export type { TracedService } from "./types";
