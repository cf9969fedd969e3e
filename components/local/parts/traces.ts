// Traces: the gateway that takes and samples them, and the store that keeps them.
import { join } from "node:path";
import { existingTraceStore } from "../../monitoring";
import { seconds } from "../../rules";
import { GATEWAY_MEMORY, gatewayConfig, jaegerConfig, saidOf } from "../../traces";
import { accessOf, type Layout, LOOPBACK, type LocalArgs, listen, type Part, type TraceTaking, urlOf } from "./part";
import { passwordOf, storePassword } from "./stores";

const STORE = "jaeger.yml";
const GATEWAY = "gateway.yml";

/** In MiB, of the store's heap; what Badger maps is beside that. */
export const STORE_MEMORY = 128;

export function jaeger({ settings }: TraceTaking, { ports }: LocalArgs, layout: Layout): Part {
  return {
    runs: { tool: "jaeger" },
    args: [`--config=file:${layout.config("jaeger", STORE)}`],
    environment: { GOMEMLIMIT: `${STORE_MEMORY}MiB` },
    files: {
      [STORE]: jaegerConfig({
        access: accessOf(layout),
        query: listen(ports.tracesDirect),
        otlp: listen(ports.tracesIn),
        metrics: { host: LOOPBACK, port: ports.traceMetrics },
        storage: join(layout.data("jaeger"), "badger"),
        retentionHours: Math.round(seconds(settings.retention) / 3600),
      }),
    },
    checks: [{ tool: "jaeger", args: ["validate", `--config=file:${STORE}`] }],
    port: ports.tracesDirect,
    alsoAt: { "what is sent to jaeger": ports.tracesIn, "metrics of jaeger": ports.traceMetrics },
    guardedBy: ports.traces,
    ready: "/api/services",
  };
}

export function gateway({ settings, services }: TraceTaking, args: LocalArgs, layout: Layout): Part {
  const { ports } = args;
  const existing = existingTraceStore({ traces: settings });
  const { path, ...secrets } = storePassword("gateway", "traces", args, layout);
  return {
    runs: { tool: "otelcol" },
    args: [`--config=file:${layout.config("gateway", GATEWAY)}`],
    // Go's garbage collector keeps it below; what it reads ahead is beside that.
    environment: { GOMEMLIMIT: `${GATEWAY_MEMORY}MiB` },
    files: {
      [GATEWAY]: gatewayConfig({
        services,
        ...saidOf(settings),
        stores: existing ?? [urlOf(ports.tracesIn)],
        access: existing ? passwordOf(existing, path) : accessOf(layout),
        otlp: listen(ports.spans),
        metrics: { host: LOOPBACK, port: ports.gateway },
        requests: listen(ports.spanMetrics),
        storage: join(layout.data("gateway"), "queue"),
      }),
    },
    checks: [{ tool: "otelcol", args: ["validate", `--config=file:${GATEWAY}`] }],
    ...secrets,
    knowsPassword: !existing,
    port: ports.gateway,
    alsoAt: { "spans for gateway": ports.spans, "requests by gateway": ports.spanMetrics },
    ready: "/metrics",
    after: existing ? [] : ["jaeger"],
  };
}
