// VictoriaLogs with a volume of its own.
import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf, storeFlags } from "../../logs";
import { resources } from "../charts/values/spread";
import { namesIn } from "../names";
import { LOCKED, WITHOUT_RIGHTS } from "../node-program";
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
}

const DATA = "/data";

/** Of the volume, beside the lines: what is being merged, and the index of the day that is being deleted. */
const HEADROOM = 1.25;

export class LogStore extends pulumi.ComponentResource {
  constructor(name: string, args: LogStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:LogStore", name, {}, opts);
    const { settings, namespace, registry, storageClass } = args;
    const names = namesIn(namespace);
    const labels = names.pods.logStore;
    const metadata = { name: names.logStore, namespace, labels: { ...names.labels, ...labels } };
    const { securityContext } = WITHOUT_RIGHTS;
    new StatefulSet(
      `${name}-log-store`,
      {
        metadata,
        spec: {
          serviceName: names.logStore,
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...WITHOUT_RIGHTS,
              securityContext: {
                ...securityContext,
                fsGroup: securityContext.runAsUser,
                fsGroupChangePolicy: "OnRootMismatch",
              },
              containers: [
                {
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
                  securityContext: LOCKED,
                  volumeMounts: [{ name: "lines", mountPath: DATA }, accessMount],
                },
              ],
              volumes: [accessVolume(names)],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "lines" },
              spec: {
                ...(storageClass && { storageClassName: storageClass }),
                accessModes: ["ReadWriteOnce"],
                resources: { requests: { storage: `${Math.ceil(settings.maxDisk * HEADROOM)}G` } },
              },
            },
          ],
        },
      },
      { parent: this },
    );
    new Service(
      `${name}-log-store`,
      { metadata, spec: { selector: labels, ports: [{ name: METRICS, port: STORE_PORT, targetPort: METRICS }] } },
      { parent: this },
    );
    this.registerOutputs();
  }
}
