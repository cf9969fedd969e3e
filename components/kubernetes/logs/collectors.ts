// The OpenTelemetry Collector on every node: reads the lines of its pods, takes OTLP from them, sends both to the store.
import { DaemonSet } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, Service, ServiceAccount } from "@pulumi/kubernetes/core/v1";
import { ClusterRole, ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf, MEMORY_LIMIT, type PodService, podCollectorConfig } from "../../logs";
import { existingLogStore } from "../../monitoring";
import { seconds } from "../../rules";
import { resources } from "../charts/values/spread";
import { namesIn } from "../names";
import { LOCKED, programAnnotations } from "../node-program";
import {
  ACCESS_FILE,
  accessMount,
  accessTo,
  accessVolume,
  asksForPassword,
  COLLECTOR_PORT,
  imageOf,
  type LogPartArgs,
  METRICS,
  OTLP_PORT,
  storeUrl,
} from "./parts";

export interface CollectorsArgs extends LogPartArgs {
  services: readonly PodService[];
  /** The owner of what no service of the settings sends. */
  team: string;
}

const FILE = "collector.yml";
const FOLDER = "/configuration";
const PODS = "/var/log/pods";

/** How far each file was read, and what waits: on the node, so that the next pod goes on where this one stopped. */
const QUEUE = "/var/lib/collector";

const variable = (name: string) => `\${env:${name}}`;
const POD_ADDRESS = "POD_IP";
const NODE = "NODE_NAME";

/** The configuration of each. */
export function collectorOnNodes({ settings, namespace, services, team }: CollectorsArgs): string {
  const names = namesIn(namespace);
  const existing = existingLogStore({ logs: settings });
  return podCollectorConfig({
    services,
    team,
    store: existing ?? storeUrl(names, namespace),
    access: existing ? accessTo(existing) : ACCESS_FILE,
    // The pod's own address and no other of the node.
    otlp: `${variable(POD_ADDRESS)}:${OTLP_PORT}`,
    metrics: { host: variable(POD_ADDRESS), port: COLLECTOR_PORT },
    storage: QUEUE,
    queueBytes: bytesOf(settings.queue),
    clockSkewSeconds: seconds(settings.clockSkew),
    mask: settings.mask,
    pods: PODS,
    except: [`${PODS}/${names.nodesNamespace}_${names.collector}-*/*/*.log`],
    nodeVariable: NODE,
  });
}

/** In the namespace of what sees the whole host: elsewhere no pod may have a folder of its node. */
export class Collectors extends pulumi.ComponentResource {
  constructor(name: string, args: CollectorsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Collectors", name, {}, opts);
    const names = namesIn(args.namespace);
    const labels = names.pods.collector;
    const metadata = {
      name: names.collector,
      namespace: names.nodesNamespace,
      labels: { ...names.labels, ...labels },
    };
    const configuration = collectorOnNodes(args);
    const asks = asksForPassword(existingLogStore({ logs: args.settings }));
    const parent = { parent: this };
    const files = new ConfigMap(`${name}-collector`, { metadata, data: { [FILE]: configuration } }, parent);
    const account = this.account(name, metadata);
    const field = (named: string, fieldPath: string) => ({ name: named, valueFrom: { fieldRef: { fieldPath } } });
    new DaemonSet(
      `${name}-collector`,
      {
        metadata,
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels, annotations: programAnnotations(configuration) },
            spec: {
              serviceAccountName: account,
              // Every node has pods.
              tolerations: [{ operator: "Exists" }],
              // The files belong to root, and nobody else may read them; it has none of root's capabilities.
              securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: "RuntimeDefault" } },
              containers: [
                {
                  name: "collector",
                  image: imageOf("otelcol", args.registry),
                  args: [`--config=file:${FOLDER}/${FILE}`],
                  env: [
                    field(POD_ADDRESS, "status.podIP"),
                    field(NODE, "spec.nodeName"),
                    { name: "GOMEMLIMIT", value: `${MEMORY_LIMIT}MiB` },
                  ],
                  ports: [
                    { name: METRICS, containerPort: COLLECTOR_PORT },
                    { name: "otlp-http", containerPort: OTLP_PORT },
                  ],
                  readinessProbe: { httpGet: { path: "/metrics", port: METRICS } },
                  // What it reads ahead is beside its heap.
                  resources: resources("50m", "96Mi", "384Mi"),
                  securityContext: LOCKED,
                  volumeMounts: [
                    { name: "configuration", mountPath: FOLDER, readOnly: true },
                    ...(asks ? [accessMount] : []),
                    { name: "pods", mountPath: PODS, readOnly: true },
                    { name: "queue", mountPath: QUEUE },
                  ],
                },
              ],
              volumes: [
                { name: "configuration", configMap: { name: files.metadata.name } },
                ...(asks ? [accessVolume(names.logsAccess)] : []),
                { name: "pods", hostPath: { path: PODS, type: "Directory" } },
                {
                  name: "queue",
                  hostPath: { path: `/var/lib/tocsin/${args.namespace}/collector`, type: "DirectoryOrCreate" },
                },
              ],
            },
          },
        },
      },
      parent,
    );
    new Service(
      `${name}-collector`,
      {
        metadata,
        spec: {
          selector: labels,
          // The collector of the sender's own node, which knows its pods.
          internalTrafficPolicy: "Local",
          ports: [{ name: "otlp-http", port: OTLP_PORT, targetPort: "otlp-http" }],
        },
      },
      parent,
    );
    this.registerOutputs();
  }

  /** It may see which pods there are, and nothing else. */
  private account(name: string, metadata: { name: string; namespace: string; labels: Record<string, string> }) {
    const parent = { parent: this };
    const { namespace: _, ...everywhere } = metadata;
    const account = new ServiceAccount(`${name}-collector`, { metadata, automountServiceAccountToken: true }, parent);
    const role = new ClusterRole(
      `${name}-collector`,
      { metadata: everywhere, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }] },
      parent,
    );
    new ClusterRoleBinding(
      `${name}-collector`,
      {
        metadata: everywhere,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: metadata.namespace }],
      },
      parent,
    );
    return account.metadata.name;
  }
}
