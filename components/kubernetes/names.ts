// What things are called in the cluster, where one has to find another.

/** The Helm release of the stack, and the label by which Prometheus and Alertmanager know what is theirs. */
export const RELEASE = "tocsin";

export const NAMES = {
  prometheus: `${RELEASE}-prometheus`,
  alertmanager: `${RELEASE}-alertmanager`,
  grafana: `${RELEASE}-grafana`,
  kubeStateMetrics: `${RELEASE}-kube-state-metrics`,
  nodeExporter: `${RELEASE}-node-exporter`,
  blackbox: `${RELEASE}-blackbox`,
  /** Secrets. */
  alertmanagerConfig: `${RELEASE}-alertmanager-config`,
  alertmanagerCredentials: `${RELEASE}-alertmanager-credentials`,
  grafanaAdmin: `${RELEASE}-grafana-admin`,
  thanosStorage: `${RELEASE}-thanos-storage`,
} as const;

/** On every custom resource; Prometheus and Alertmanager look for it in all namespaces. */
export const SELECTED = { release: RELEASE } as const;

/** On all that is deployed beside the charts. */
export const LABELS = { ...SELECTED, "app.kubernetes.io/part-of": "tocsin", "app.kubernetes.io/managed-by": "pulumi" };

/** Where node exporters are: they see the whole host, which is forbidden where all the rest is. */
export const nodesNamespace = (namespace: string) => `${namespace}-nodes`;

/** Pods by what they are, as the charts and the operator label them. */
export const PODS = {
  prometheus: { "app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": NAMES.prometheus },
  alertmanager: { "app.kubernetes.io/name": "alertmanager", alertmanager: NAMES.alertmanager },
  grafana: { "app.kubernetes.io/name": "grafana", "app.kubernetes.io/instance": RELEASE },
  kubeStateMetrics: { "app.kubernetes.io/name": "kube-state-metrics", "app.kubernetes.io/instance": RELEASE },
} as const;
