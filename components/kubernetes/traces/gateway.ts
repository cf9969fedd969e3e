// The OpenTelemetry Collector as the one gateway that all spans of a trace come to, so that it is kept or dropped as a whole.
import { ConfigMap, Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf } from "../../logs";
import type { Traces } from "../../monitoring";
import { seconds } from "../../rules";
import { GATEWAY_MEMORY, gatewayConfig, type TracedService } from "../../traces";
import { resources } from "../charts/values/spread";
import { ACCESS_FILE, accessMount, accessVolume, imageOf, METRICS, OTLP_PORT } from "../logs/parts";
import { namesIn } from "../names";
import { programAnnotations } from "../node-program";
import { stateful } from "../stateful";
import { atPod, METRICS_PORT, POD_ADDRESS, REQUESTS_PORT } from "./parts";

export interface TraceGatewayArgs {
  settings: Traces;
  namespace: string;
  services: readonly TracedService[];
  /** The registry that images come from; Docker's own where left out. */
  registry?: string;
  /** Of its volume; the cluster's default where left out. */
  storageClass?: string;
}

const FILE = "gateway.yml";
const FOLDER = "/configuration";
const QUEUE = "/queue";

/** Of its volume, beside what waits. */
const HEADROOM = 1.5;

/** Its configuration. */
export function traceGatewayConfig({ settings, namespace, services }: TraceGatewayArgs): string {
  const { sharePercent, alwaysKeep, maxSpansPerSecond, queue, mask } = settings;
  return gatewayConfig({
    services,
    sampling: {
      sharePercent,
      errors: alwaysKeep.errors,
      slowerThan: seconds(alwaysKeep.slowerThan),
      maxSpansPerSecond,
    },
    store: `http://${namesIn(namespace).traceStore}.${namespace}:${OTLP_PORT}`,
    access: ACCESS_FILE,
    otlp: atPod(OTLP_PORT),
    metrics: { host: atPod(), port: METRICS_PORT },
    requests: atPod(REQUESTS_PORT),
    storage: `${QUEUE}/waiting`,
    queueBytes: bytesOf(queue),
    mask,
  });
}

export class TraceGateway extends pulumi.ComponentResource {
  constructor(name: string, args: TraceGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:TraceGateway", name, {}, opts);
    const { settings, namespace, registry, storageClass } = args;
    const names = namesIn(namespace);
    const pods = names.pods.traceGateway;
    const metadata = { name: names.traceGateway, namespace, labels: { ...names.labels, ...pods } };
    const configuration = traceGatewayConfig(args);
    const parent = { parent: this };
    const files = new ConfigMap(`${name}-trace-gateway`, { metadata, data: { [FILE]: configuration } }, parent);
    stateful(
      `${name}-trace-gateway`,
      {
        metadata,
        pods,
        annotations: programAnnotations(configuration),
        container: {
          name: "trace-gateway",
          image: imageOf("otelcol", registry),
          args: [`--config=file:${FOLDER}/${FILE}`],
          env: [POD_ADDRESS, { name: "GOMEMLIMIT", value: `${GATEWAY_MEMORY}MiB` }],
          ports: [
            { name: METRICS, containerPort: METRICS_PORT },
            { name: "otlp-http", containerPort: OTLP_PORT },
            { name: "requests", containerPort: REQUESTS_PORT },
          ],
          readinessProbe: { httpGet: { path: "/metrics", port: METRICS } },
          resources: resources("100m", "128Mi", "768Mi"),
        },
        mounts: [{ name: "configuration", mountPath: FOLDER, readOnly: true }, accessMount],
        volumes: [
          { name: "configuration", configMap: { name: files.metadata.name } },
          accessVolume(names.tracesAccess),
        ],
        volume: { name: "queue", mountPath: QUEUE, gigabytes: settings.queue * HEADROOM, storageClass },
      },
      parent,
    );
    new Service(
      `${name}-trace-gateway`,
      {
        metadata,
        spec: {
          selector: pods,
          ports: [
            { name: "otlp-http", port: OTLP_PORT, targetPort: "otlp-http" },
            { name: "requests", port: REQUESTS_PORT, targetPort: "requests" },
          ],
        },
      },
      parent,
    );
    this.registerOutputs();
  }
}
