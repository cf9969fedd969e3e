// The stack without a chart, as little of it as shows that every image works.
import { STACK } from "../build/versions";

const PROGRAMS = [
  {
    name: "operator",
    image: `quay.io/prometheus-operator/prometheus-operator:v${STACK.operator}`,
    args: [
      `--prometheus-config-reloader=quay.io/prometheus-operator/prometheus-config-reloader:v${STACK.operator}`,
      "--kubelet-service=",
    ],
    port: 8080,
    isScraped: false,
  },
  {
    name: "kube-state-metrics",
    image: `registry.k8s.io/kube-state-metrics/kube-state-metrics:v${STACK.kubeStateMetrics}`,
    args: [],
    port: 8080,
    isScraped: true,
  },
  {
    name: "node-exporter",
    image: `quay.io/prometheus/node-exporter:v${STACK.nodeExporter}`,
    args: [],
    port: 9100,
    isScraped: true,
  },
  {
    name: "blackbox",
    image: `quay.io/prometheus/blackbox-exporter:v${STACK.blackboxExporter}`,
    args: ["--config.file=/config/blackbox.yml"],
    port: 9115,
    isScraped: true,
  },
];

const OPERATED = [
  { name: "prometheus", labels: { "app.kubernetes.io/name": "prometheus" }, port: "web" },
  { name: "alertmanager", labels: { "app.kubernetes.io/name": "alertmanager" }, port: "web" },
];

/** Manifests in the order in which they are applied; all but one binding of a role are in the namespace. */
export function stackManifests(namespace: string): object[] {
  const inside = (name: string) => ({ name, namespace });
  const monitor = (name: string, labels: object, port: string) => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: inside(name),
    spec: {
      selector: { matchLabels: labels },
      podMetricsEndpoints: [{ port, interval: "5s", relabelings: [{ targetLabel: "job", replacement: name }] }],
    },
  });
  const deployment = ({ name, image, args, port }: (typeof PROGRAMS)[number]) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: inside(name),
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name,
              image,
              args,
              ports: [{ name: "metrics", containerPort: port }],
              volumeMounts: [{ name: "config", mountPath: "/config" }],
            },
          ],
          volumes: [{ name: "config", configMap: { name: "config" } }],
        },
      },
    },
  });
  const operated = (kind: string, image: string, version: string, spec: object) => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind,
    metadata: inside("main"),
    spec: { replicas: 1, image, version, securityContext: { fsGroup: 65534, runAsUser: 65534 }, ...spec },
  });
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: namespace },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: inside("config"),
      data: { "blackbox.yml": "modules: {http_2xx: {prober: http}}\n" },
    },
    ...PROGRAMS.map(deployment),
    ...PROGRAMS.filter(({ isScraped }) => isScraped).map(({ name }) => monitor(name, { app: name }, "metrics")),
    ...OPERATED.map(({ name, labels, port }) => monitor(name, labels, port)),
    operated("Alertmanager", `quay.io/prometheus/alertmanager:v${STACK.alertmanager}`, STACK.alertmanager, {}),
    operated("Prometheus", `quay.io/prometheus/prometheus:v${STACK.prometheus}`, STACK.prometheus, {
      podMonitorSelector: {},
      scrapeInterval: "5s",
    }),
  ];
}
