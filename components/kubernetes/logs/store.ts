// VictoriaLogs with a volume of its own.
import { Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf, storeFlags } from "../../logs";
import type { KubernetesPlatform } from "../../monitoring";
import { shownOutside } from "../access/shown-outside";
import { resources } from "../charts/values/spread";
import { namesIn } from "../names";
import { stateful } from "../stateful";
import {
  ACCESS_FILE,
  accessMount,
  accessVolume,
  healthy,
  imageOf,
  type LogPartArgs,
  METRICS,
  STORE_PORT,
} from "./parts";

export interface LogStoreArgs extends LogPartArgs {
  /** Of its volume; the cluster's default where left out. */
  storageClass?: string;
  /** How its pages are shown outside of the cluster: where the ingress asks who comes, and nowhere else. */
  ingress?: KubernetesPlatform["ingress"];
}

const DATA = "/data";

/** Of the volume, beside the lines: what is being merged, and the index of the day that is being deleted. */
const HEADROOM = 1.25;

export class LogStore extends pulumi.ComponentResource {
  constructor(name: string, args: LogStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:LogStore", name, {}, opts);
    const { settings, namespace, registry, storageClass, ingress } = args;
    const names = namesIn(namespace);
    const labels = names.pods.logStore;
    const metadata = { name: names.logStore, namespace, labels: { ...names.labels, ...labels } };
    stateful(
      `${name}-log-store`,
      {
        metadata,
        pods: labels,
        container: {
          name: "log-store",
          image: imageOf("victorialogs", registry),
          args: storeFlags({
            listen: `:${STORE_PORT}`,
            access: ACCESS_FILE,
            data: DATA,
            retention: settings.retention,
            maxDisk: bytesOf(settings.maxDisk),
          }),
          ports: [{ name: METRICS, containerPort: STORE_PORT }],
          readinessProbe: healthy(STORE_PORT),
          livenessProbe: { ...healthy(STORE_PORT), failureThreshold: 6 },
          // Its caches are bounded; what a query reads is beside them.
          resources: resources("100m", "256Mi", "1Gi"),
        },
        mounts: [accessMount],
        volumes: [accessVolume(names.logsAccess)],
        volume: { name: "lines", mountPath: DATA, gigabytes: settings.maxDisk * HEADROOM, storageClass },
      },
      { parent: this },
    );
    new Service(
      `${name}-log-store`,
      { metadata, spec: { selector: labels, ports: [{ name: METRICS, port: STORE_PORT, targetPort: METRICS }] } },
      { parent: this },
    );
    shownOutside(`${name}-log-store`, { metadata, page: "logs", port: METRICS, ingress }, { parent: this });
    this.registerOutputs();
  }
}
