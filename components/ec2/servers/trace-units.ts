// What keeps traces on a monitoring server: the gateway that takes spans from hosts and samples them, and the store.
import { type ExistingTraceStore, existingTraceStore, type Traces } from "../../monitoring";
import { seconds } from "../../rules";
import { GATEWAY_MEMORY, gatewayConfig, jaegerConfig, saidOf, type TracedService } from "../../traces";
import type { File } from "../machine/setup";
import { serviceUnit } from "../machine/unit";
import { AGENT } from "../topology/logs";
import { PORTS } from "../topology/ports";
import { TRACE_STORE_PASSWORD, TRACES_PASSWORD } from "../topology/traces";
import { ACCESS, CONFIG, DATA, GATEWAY, ROOT, SECRETS, TRACES, WEB } from "./paths";

export interface TraceKeeping {
  settings: Traces;
  /** Id of the volume of traces; without one, another store has them. */
  volume?: string | undefined;
}

const USER = "tocsin-traces";
const STORE = `${ROOT}/jaeger.yml`;

/** In MiB, of the store's heap; what Badger maps is beside that. */
const STORE_MEMORY = 256;

/** As in `web.yml`. */
const TLS = { certificate: `${WEB}/tls.crt`, key: `${WEB}/tls.key` };

/** The folder of the data volume that holds what waits for stores, and the one of the traces' own volume. */
const QUEUE = `${DATA}/gateway`;
const BADGER = `${TRACES}/badger`;

export const traceFolders = ({ volume }: TraceKeeping) => [QUEUE, ...(volume === undefined ? [] : [BADGER])];

export function traceUnits({ volume }: TraceKeeping) {
  const common = { user: USER, after: ["tocsin-secrets.service", "tocsin-web.service"] };
  return {
    ...(volume !== undefined && {
      "jaeger.service": serviceUnit({
        ...common,
        description: "Jaeger",
        exec: ["/opt/tocsin/jaeger/jaeger", `--config=file:${STORE}`],
        environment: { GOMEMLIMIT: `${STORE_MEMORY}MiB` },
        mounts: TRACES,
        writes: [BADGER],
        memory: 1024,
      }),
    }),
    "tocsin-gateway.service": serviceUnit({
      ...common,
      description: "OpenTelemetry Collector, which takes spans from hosts and samples traces",
      exec: ["/opt/tocsin/otelcol/otelcol-contrib", `--config=file:${CONFIG}/${GATEWAY}`],
      environment: { GOMEMLIMIT: `${GATEWAY_MEMORY}MiB` },
      mounts: DATA,
      writes: [QUEUE],
      memory: 768,
    }),
  };
}

/** Beyond loopback only where another server asks. */
const hostFor = (isCluster: boolean) => (isCluster ? "0.0.0.0" : "127.0.0.1");

/** Part of the setup: nothing in it follows from what is traced. */
export const storeFile = ({ settings }: TraceKeeping, isCluster: boolean): File => ({
  path: STORE,
  content: jaegerConfig({
    access: ACCESS,
    tls: TLS,
    // Grafana and sessions come from this machine.
    query: `127.0.0.1:${PORTS.traces}`,
    otlp: `${hostFor(isCluster)}:${PORTS.tracesIn}`,
    metrics: { host: hostFor(isCluster), port: PORTS.traceMetrics },
    storage: BADGER,
    retentionHours: Math.round(seconds(settings.retention) / 3600),
  }),
});

const accessTo = ({ user }: ExistingTraceStore) =>
  user === undefined ? undefined : { username: user, passwordFile: `${SECRETS}/${TRACE_STORE_PASSWORD}` };

export interface GatewayFileArgs {
  settings: Traces;
  services: readonly TracedService[];
  /** Base URLs at which the servers' stores take OTLP: one for each gateway, also where another store has the traces. */
  stores: readonly string[];
}

/** Part of the configuration: it follows from the services. */
export function gatewayFile({ settings, services, stores }: GatewayFileArgs): string {
  const host = hostFor(stores.length > 1);
  const existing = existingTraceStore({ traces: settings });
  // Each gateway has its share of the spans.
  const maxSpansPerSecond = Math.ceil(settings.maxSpansPerSecond / stores.length);
  return gatewayConfig({
    services,
    ...saidOf({ ...settings, maxSpansPerSecond }),
    stores: existing ?? stores,
    access: existing ? accessTo(existing) : ACCESS,
    from: { agents: { username: AGENT, passwordFile: `${SECRETS}/${TRACES_PASSWORD}` }, tls: TLS },
    otlp: `0.0.0.0:${PORTS.spansIn}`,
    metrics: { host, port: PORTS.spanCollector },
    requests: `${host}:${PORTS.requests}`,
    storage: `${DATA}/gateway/queue`,
  });
}
