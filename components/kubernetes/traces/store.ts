// Jaeger with a volume of its own: takes what the gateway keeps, and answers who asks for it, both with the password.
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatform, Traces } from "../../monitoring";
import { seconds } from "../../rules";
import { jaegerConfig } from "../../traces";
import { shownOutside } from "../access/shown-outside";
import { resources } from "../charts/values/spread";
import { ACCESS_FILE, OTLP_PORT } from "../logs/parts";
import { namesIn } from "../names";
import { atPod, METRICS_PORT, PAGES_PORT } from "./parts";
import { traceProgram } from "./program";

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
    const parent = { parent: this };
    traceProgram(
      name,
      {
        ...{ names, metadata, pods, registry, configuration: traceStoreConfig(settings) },
        asks: true,
        called: "trace-store",
        image: "jaeger",
        file: "jaeger.yml",
        memory: MEMORY,
        resources: resources("50m", "128Mi", "1Gi"),
        ports: { pages: PAGES_PORT, "otlp-http": OTLP_PORT },
        volume: { name: "traces", mountPath: DATA, gigabytes: settings.volume, storageClass },
      },
      parent,
    );
    shownOutside(`${name}-trace-store`, { metadata, page: "traces", port: "pages", ingress }, parent);
    this.registerOutputs();
  }
}
