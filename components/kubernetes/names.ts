// What things are called in the cluster, where one has to find another.
import { createHash } from "node:crypto";

/** The namespace of an environment that says nothing of it; `Names` are then the shortest. */
const DEFAULT_NAMESPACE = "monitoring";

/** The stack's chart cuts names off here. */
const LONGEST_RELEASE = 26;

/** On all that is deployed beside the charts. */
export const COMMON_LABELS = {
  "app.kubernetes.io/part-of": "tocsin",
  "app.kubernetes.io/managed-by": "pulumi",
} as const;

/** Says whose a namespace is, so that a second environment does not come into it. */
export const ENVIRONMENT_ANNOTATION = "tocsin/environment";

/**
 * A cluster may have several environments, each in a namespace of its own. Roles and webhooks have no namespace, so that the
 * release, after which the charts name them, is another in each.
 */
function releaseIn(namespace: string): string {
  if (namespace === DEFAULT_NAMESPACE) return "tocsin";
  const name = `tocsin-${namespace}`;
  if (name.length <= LONGEST_RELEASE) return name;
  const hash = createHash("sha256").update(namespace).digest("hex").slice(0, 6);
  return `${name.slice(0, LONGEST_RELEASE - hash.length - 1)}-${hash}`;
}

/** As Kubernetes itself labels each namespace; nobody can give it to another one. */
export const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/** Selects namespaces by their names. */
export const inNamespaces = (...names: readonly string[]) => ({
  matchExpressions: [{ key: NAMESPACE_NAME, operator: "In", values: [...new Set(names)].sort() }],
});

export type Names = ReturnType<typeof namesIn>;

const OPERATED = { prometheus: 9090, alertmanager: 9093 } as const;

/** Each replica by its own name: neither series nor alerts are shared, so that a Service would lead from one to the other. */
export const replicaUrls = (kind: keyof typeof OPERATED, names: Names, namespace: string, count: number) =>
  Array.from(
    { length: count },
    (_, index) => `http://${kind}-${names[kind]}-${index}.${kind}-operated.${namespace}:${OPERATED[kind]}`,
  );

/** The names of what an environment deploys, by the namespace of its monitoring. */
export function namesIn(namespace: string) {
  const release = releaseIn(namespace);
  const prometheus = `${release}-prometheus`;
  const alertmanager = `${release}-alertmanager`;
  /** On every custom resource; Prometheus and Alertmanager look for it, in the environment's own namespaces. */
  const selected = { release };
  const ofRelease = { "app.kubernetes.io/instance": release };
  return {
    /** The Helm release of the stack. */
    release,
    prometheus,
    alertmanager,
    grafana: `${release}-grafana`,
    kubeStateMetrics: `${release}-kube-state-metrics`,
    nodeExporter: `${release}-node-exporter`,
    drill: `${release}-drill`,
    incidents: `${release}-incidents`,
    remediation: `${release}-remediation`,
    blackbox: `${release}-blackbox`,
    logStore: `${release}-logs`,
    traceStore: `${release}-traces`,
    traceGateway: `${release}-spans`,
    logAlerts: `${release}-log-alerts`,
    collector: `${release}-collector`,
    /** The Service that the operator makes of all kubelets. */
    kubelet: `${release}-kubelet`,
    /** Secrets. */
    alertmanagerConfig: `${alertmanager}-config`,
    alertmanagerCredentials: `${alertmanager}-credentials`,
    scrapeCredentials: `${prometheus}-scrape-credentials`,
    /** The password by which programs that are sent groups know Alertmanager. */
    followersAccess: `${release}-followers-access`,
    hookCredentials: `${release}-hook-credentials`,
    grafanaAdmin: `${release}-grafana-admin`,
    /** The passwords between the parts of logs, and those of traces. */
    logsAccess: `${release}-logs-access`,
    tracesAccess: `${release}-traces-access`,
    thanosStorage: `${release}-thanos-storage`,
    /** Where node exporters are: they see the whole host, which is forbidden where all the rest is. */
    nodesNamespace: `${namespace}-nodes`,
    selected,
    labels: { ...selected, ...COMMON_LABELS },
    /** Pods by what they are, as the charts and the operator label them. */
    pods: {
      prometheus: { "app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": prometheus },
      alertmanager: { "app.kubernetes.io/name": "alertmanager", alertmanager },
      grafana: { "app.kubernetes.io/name": "grafana", ...ofRelease },
      operator: { "app.kubernetes.io/component": "prometheus-operator", ...ofRelease },
      /** Of the jobs that give the webhooks their certificate. */
      admission: { "app.kubernetes.io/component": "prometheus-operator-webhook", ...ofRelease },
      kubeStateMetrics: { "app.kubernetes.io/name": "kube-state-metrics", ...ofRelease },
      logStore: { "app.kubernetes.io/name": "log-store", ...ofRelease },
      traceStore: { "app.kubernetes.io/name": "trace-store", ...ofRelease },
      traceGateway: { "app.kubernetes.io/name": "trace-gateway", ...ofRelease },
      logAlerts: { "app.kubernetes.io/name": "log-alerts", ...ofRelease },
      collector: { "app.kubernetes.io/name": "collector", ...ofRelease },
      drill: { "app.kubernetes.io/name": "drill", ...ofRelease },
      incidents: { "app.kubernetes.io/name": "incidents", ...ofRelease },
      remediation: { "app.kubernetes.io/name": "remediation", ...ofRelease },
    },
  } as const;
}
