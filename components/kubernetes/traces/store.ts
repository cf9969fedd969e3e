// Jaeger with a volume of its own: takes what the gateway keeps, and answers who asks for it, both with the password.
import { ConfigMap, Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatform, Traces } from "../../monitoring";
import { seconds } from "../../rules";
import { jaegerConfig } from "../../traces";
import { shownOutside } from "../access/shown-outside";
import { resources } from "../charts/values/spread";
import { ACCESS_FILE, accessMount, accessVolume, imageOf, METRICS, OTLP_PORT } from "../logs/parts";
import { namesIn } from "../names";
import { programAnnotations } from "../node-program";
import { stateful } from "../stateful";
import { atPod, METRICS_PORT, PAGES_PORT, POD_ADDRESS } from "./parts";

export interface TraceStoreArgs {
  settings: Traces;
  namespace: string;
  /** The registry that images come from; Docker's own where left out. */
  registry?: string;
  /** Of its volume; the cluster's default where left out. */
  storageClass?: string;
  /** How its pages are shown outside of the cluster: where the ingress asks who comes, and nowhere else. */
  ingress?: KubernetesPlatform["ingress"];
}

const FILE = "jaeger.yml";
const FOLDER = "/configuration";
const DATA = "/data";

/** In MiB, of the heap; what Badger maps is beside that. */
const MEMORY = 256;

/** Jaeger's configuration. */
export const traceStoreConfig = ({ retention }: Traces): string =>
  jaegerConfig({
    access: ACCESS_FILE,
    query: atPod(PAGES_PORT),
    otlp: atPod(OTLP_PORT),
    metrics: { host: atPod(), port: METRICS_PORT },
    storage: `${DATA}/badger`,
    retentionHours: Math.round(seconds(retention) / 3600),
  });

export class TraceStore extends pulumi.ComponentResource {
  constructor(name: string, args: TraceStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:TraceStore", name, {}, opts);
    const { settings, namespace, registry, storageClass, ingress } = args;
    const names = namesIn(namespace);
    const pods = names.pods.traceStore;
    const metadata = { name: names.traceStore, namespace, labels: { ...names.labels, ...pods } };
    const configuration = traceStoreConfig(settings);
    const parent = { parent: this };
    const files = new ConfigMap(`${name}-trace-store`, { metadata, data: { [FILE]: configuration } }, parent);
    stateful(
      `${name}-trace-store`,
      {
        metadata,
        pods,
        annotations: programAnnotations(configuration),
        container: {
          name: "trace-store",
          image: imageOf("jaeger", registry),
          args: [`--config=file:${FOLDER}/${FILE}`],
          env: [POD_ADDRESS, { name: "GOMEMLIMIT", value: `${MEMORY}MiB` }],
          ports: [
            { name: METRICS, containerPort: METRICS_PORT },
            { name: "pages", containerPort: PAGES_PORT },
            { name: "otlp-http", containerPort: OTLP_PORT },
          ],
          readinessProbe: { httpGet: { path: "/metrics", port: METRICS } },
          resources: resources("50m", "128Mi", "1Gi"),
        },
        mounts: [{ name: "configuration", mountPath: FOLDER, readOnly: true }, accessMount],
        volumes: [
          { name: "configuration", configMap: { name: files.metadata.name } },
          accessVolume(names.tracesAccess),
        ],
        volume: { name: "traces", mountPath: DATA, gigabytes: settings.volume, storageClass },
      },
      parent,
    );
    new Service(
      `${name}-trace-store`,
      {
        metadata,
        spec: {
          selector: pods,
          ports: [
            { name: "pages", port: PAGES_PORT, targetPort: "pages" },
            { name: "otlp-http", port: OTLP_PORT, targetPort: "otlp-http" },
          ],
        },
      },
      parent,
    );
    shownOutside(`${name}-trace-store`, { metadata, page: "traces", port: "pages", ingress }, parent);
    this.registerOutputs();
  }
}
