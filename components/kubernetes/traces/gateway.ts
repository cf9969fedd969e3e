// The OpenTelemetry Collector as the one gateway that all spans of a trace come to, so that it is kept or dropped as a whole.
import * as pulumi from "@pulumi/pulumi";
import { existingTraceStore, type Traces } from "../../monitoring";
import { GATEWAY_MEMORY, gatewayConfig, saidOf, type TracedService } from "../../traces";
import { resources } from "../charts/values/spread";
import { ACCESS_FILE, accessTo, asksForPassword, OTLP_PORT } from "../logs/parts";
import { namesIn } from "../names";
import { atPod, METRICS_PORT, REQUESTS_PORT } from "./parts";
import { traceProgram } from "./program";

export interface TraceGatewayArgs {
  settings: Traces;
  namespace: string;
  services: readonly TracedService[];
  /** The registry that images come from; Docker's own where left out. */
  registry?: string;
  /** Of its volume; the cluster's default where left out. */
  storageClass?: string;
}

const QUEUE = "/queue";

/** Of its volume, beside what waits. */
const HEADROOM = 1.5;

/** Its configuration. */
export function traceGatewayConfig({ settings, namespace, services }: TraceGatewayArgs): string {
  const existing = existingTraceStore({ traces: settings });
  return gatewayConfig({
    services,
    ...saidOf(settings),
    stores: existing ?? [`http://${namesIn(namespace).traceStore}.${namespace}:${OTLP_PORT}`],
    access: existing ? accessTo(existing) : ACCESS_FILE,
    otlp: atPod(OTLP_PORT),
    metrics: { host: atPod(), port: METRICS_PORT },
    requests: atPod(REQUESTS_PORT),
    storage: `${QUEUE}/waiting`,
  });
}

export class TraceGateway extends pulumi.ComponentResource {
  constructor(name: string, args: TraceGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:TraceGateway", name, {}, opts);
    const { settings, namespace, registry, storageClass } = args;
    const names = namesIn(namespace);
    const pods = names.pods.traceGateway;
    const metadata = { name: names.traceGateway, namespace, labels: { ...names.labels, ...pods } };
    traceProgram(
      name,
      {
        ...{ names, metadata, pods, registry, configuration: traceGatewayConfig(args) },
        asks: asksForPassword(existingTraceStore({ traces: settings })),
        called: "trace-gateway",
        image: "otelcol",
        file: "gateway.yml",
        memory: GATEWAY_MEMORY,
        resources: resources("100m", "128Mi", "768Mi"),
        ports: { "otlp-http": OTLP_PORT, requests: REQUESTS_PORT },
        volume: { name: "queue", mountPath: QUEUE, gigabytes: settings.queue * HEADROOM, storageClass },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
