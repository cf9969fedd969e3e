// Each value that we give the chart, and where it lands (long: one table of values).
// Every value that we give the chart kube-prometheus-stack, and where it lands in what the chart renders. A value that is not in
// this table is a value that nobody looked up in the chart; test/cluster/charts.test.ts renders it and looks at each place.

/** A value, and where it is to be found again. */
export interface ChartKey {
  /** Path in the values; all below it belongs to it. */
  key: readonly string[];
  lands: Landing;
}

export type Landing =
  /** The very value, at a path of a resource. */
  | { in: string; at: readonly (string | number)[] }
  /** Text that has the value in it, at a path. */
  | { in: string; contains: readonly (string | number)[] }
  /** The resource is there when the value is true, and only then. */
  | { switches: string }
  /** Resources of these names. */
  | { names: readonly string[] }
  /** What is not to be seen in one resource, in words; what shows it is a test of its own. */
  | { otherwise: string };

const key = (path: string) => path.split("/");
const at = (path: string) => path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));

const same = (keys: string, resource: string, path: string): ChartKey => ({
  key: key(keys),
  lands: { in: resource, at: at(path) },
});
const within = (keys: string, resource: string, path: string): ChartKey => ({
  key: key(keys),
  lands: { in: resource, contains: at(path) },
});
const switches = (keys: string, resource: string): ChartKey => ({ key: key(keys), lands: { switches: resource } });
const names = (keys: string, ...resources: string[]): ChartKey => ({ key: key(keys), lands: { names: resources } });
const otherwise = (keys: string, words: string): ChartKey => ({ key: key(keys), lands: { otherwise: words } });

const LIMITS = ["sampleLimit", "targetLimit", "labelLimit", "labelNameLengthLimit", "labelValueLengthLimit"];

/** The limits of a monitor, which are values of the same names. */
const limits = (keys: string, resource: string) =>
  LIMITS.map((limit) => same(`${keys}/${limit}`, resource, `spec.${limit}`));

/** Interval, relabelings and what else an endpoint of a monitor has, by the chart's name for it. */
const endpoint = (keys: string, resource: string, fields: Readonly<Record<string, string>>, index = 0) =>
  Object.entries(fields).map(([value, field]) =>
    same(`${keys}/${value}`, resource, `spec.endpoints.${index}.${field}`),
  );

const plain = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, field]));

const controlPlane = (part: string, resource: string) => [
  switches(`${part}/enabled`, resource),
  ...limits(`${part}/serviceMonitor`, resource),
  ...endpoint(`${part}/serviceMonitor`, resource, plain("interval", "metricRelabelings", "relabelings")),
];

const PROMETHEUS = "Prometheus/tocsin-prometheus";
const ALERTMANAGER = "Alertmanager/tocsin-alertmanager";
const GRAFANA = "Deployment/tocsin-grafana";
const GRAFANA_INI = "ConfigMap/tocsin-grafana";
const monitor = (name: string) => `ServiceMonitor/tocsin-${name}`;

const spec = (part: string, resource: string, ...fields: string[]) =>
  fields.map((field) => same(`${part}/${field}`, resource, `spec.${field}`));

const ingress = (part: string, resource: string) => [
  switches(`${part}/ingress/enabled`, resource),
  same(`${part}/ingress/ingressClassName`, resource, "spec.ingressClassName"),
  same(`${part}/ingress/annotations`, resource, "metadata.annotations"),
  same(`${part}/ingress/tls`, resource, "spec.tls"),
  same(`${part}/ingress/hosts/0`, resource, "spec.rules.0.host"),
];

export const CHART_KEYS: readonly ChartKey[] = [
  names("fullnameOverride", "Service/tocsin-prometheus", "Service/tocsin-alertmanager", "Deployment/tocsin-operator"),
  otherwise("crds/enabled", "no CustomResourceDefinition is rendered"),
  otherwise("defaultRules/create", "no PrometheusRule is rendered"),
  otherwise("global/imageRegistry", "every image comes from there"),

  ...limits("kubeApiServer/serviceMonitor", monitor("apiserver")),
  ...endpoint(
    "kubeApiServer/serviceMonitor",
    monitor("apiserver"),
    plain("interval", "metricRelabelings", "relabelings"),
  ),
  ...limits("kubelet/serviceMonitor", monitor("kubelet")),
  ...endpoint(
    "kubelet/serviceMonitor",
    monitor("kubelet"),
    plain("interval", "honorLabels", "metricRelabelings", "relabelings"),
  ),
  ...endpoint(
    "kubelet/serviceMonitor",
    monitor("kubelet"),
    { cAdvisorMetricRelabelings: "metricRelabelings", cAdvisorRelabelings: "relabelings" },
    1,
  ),
  otherwise("kubelet/serviceMonitor/probes", "the kubelet's monitor has two endpoints, none of them /metrics/probes"),
  ...controlPlane("kubeScheduler", monitor("kube-scheduler")),
  ...controlPlane("kubeControllerManager", monitor("kube-controller-manager")),
  switches("kubeEtcd/enabled", monitor("kube-etcd")),
  switches("kubeProxy/enabled", monitor("kube-proxy")),
  switches("coreDns/enabled", monitor("coredns")),

  names("kube-state-metrics/fullnameOverride", "Deployment/tocsin-kube-state-metrics"),
  same(
    "kube-state-metrics/resources",
    "Deployment/tocsin-kube-state-metrics",
    "spec.template.spec.containers.0.resources",
  ),
  ...limits("kube-state-metrics/prometheus/monitor", monitor("kube-state-metrics")),
  ...endpoint(
    "kube-state-metrics/prometheus/monitor/http",
    monitor("kube-state-metrics"),
    plain("interval", "scrapeTimeout", "metricRelabelings", "relabelings"),
  ),
  otherwise("kube-state-metrics/prometheus/monitor/http/honorLabels", "its endpoint has no honorLabels"),

  same("grafana/persistence/annotations", "PersistentVolumeClaim/tocsin-grafana", "metadata.annotations"),
  same("prometheus-node-exporter/service/port", "Service/tocsin-node-exporter", "spec.ports.0.port"),
  same("prometheus-node-exporter/service/targetPort", "Service/tocsin-node-exporter", "spec.ports.0.targetPort"),
  names("prometheus-node-exporter/fullnameOverride", "DaemonSet/tocsin-node-exporter"),
  same("prometheus-node-exporter/namespaceOverride", "DaemonSet/tocsin-node-exporter", "metadata.namespace"),
  same(
    "prometheus-node-exporter/resources",
    "DaemonSet/tocsin-node-exporter",
    "spec.template.spec.containers.0.resources",
  ),
  within(
    "prometheus-node-exporter/hostRootFsMount",
    "DaemonSet/tocsin-node-exporter",
    "spec.template.spec.containers.0.volumeMounts",
  ),
  ...limits("prometheus-node-exporter/prometheus/monitor", monitor("node-exporter")),
  ...endpoint(
    "prometheus-node-exporter/prometheus/monitor",
    monitor("node-exporter"),
    plain("interval", "scrapeTimeout", "relabelings"),
  ),

  same("prometheusOperator/resources", "Deployment/tocsin-operator", "spec.template.spec.containers.0.resources"),
  within(
    "prometheusOperator/prometheusConfigReloader/resources",
    "Deployment/tocsin-operator",
    "spec.template.spec.containers.0.args",
  ),
  within("prometheusOperator/extraArgs", "Deployment/tocsin-operator", "spec.template.spec.containers.0.args"),
  same("prometheus/annotations", PROMETHEUS, "metadata.annotations"),
  same("alertmanager/annotations", ALERTMANAGER, "metadata.annotations"),
  switches("prometheusOperator/admissionWebhooks/enabled", "ValidatingWebhookConfiguration/tocsin-admission"),
  same(
    "prometheusOperator/admissionWebhooks/failurePolicy",
    "ValidatingWebhookConfiguration/tocsin-admission",
    "webhooks.0.failurePolicy",
  ),
  switches("prometheusOperator/serviceMonitor/selfMonitor", monitor("operator")),

  switches("prometheus/podDisruptionBudget/enabled", "PodDisruptionBudget/tocsin-prometheus"),
  same("prometheus/podDisruptionBudget/minAvailable", "PodDisruptionBudget/tocsin-prometheus", "spec.minAvailable"),
  same("prometheus/service/sessionAffinity", "Service/tocsin-prometheus", "spec.sessionAffinity"),
  switches("prometheus/thanosService/enabled", "Service/tocsin-thanos-discovery"),
  ...ingress("prometheus", "Ingress/tocsin-prometheus"),
  same("prometheus/ingress/paths/0", "Ingress/tocsin-prometheus", "spec.rules.0.http.paths.0.path"),
  ...limits("prometheus/serviceMonitor", monitor("prometheus")),
  ...endpoint("prometheus/serviceMonitor", monitor("prometheus"), plain("interval", "relabelings")),
  ...spec(
    "prometheus/prometheusSpec",
    PROMETHEUS,
    "replicas",
    "topologySpreadConstraints",
    "externalUrl",
    "scrapeInterval",
    "evaluationInterval",
    "externalLabels",
    "replicaExternalLabelName",
    "scrapeClasses",
    "additionalArgs",
    "enableRemoteWriteReceiver",
    "retention",
    "retentionSize",
    "resources",
    "enforcedSampleLimit",
    "ruleSelector",
    "ruleNamespaceSelector",
    "serviceMonitorSelector",
    "serviceMonitorNamespaceSelector",
    "podMonitorSelector",
    "podMonitorNamespaceSelector",
    "probeSelector",
    "probeNamespaceSelector",
    "scrapeConfigSelector",
    "scrapeConfigNamespaceSelector",
    "remoteWrite",
    ...LIMITS,
  ),
  same("prometheus/prometheusSpec/additionalConfig/runtime", PROMETHEUS, "spec.runtime"),
  same("prometheus/prometheusSpec/storageSpec", PROMETHEUS, "spec.storage"),
  otherwise("prometheus/prometheusSpec/podAntiAffinity", "hard: required, soft: preferred, on different nodes"),
  same("prometheus/prometheusSpec/replicaExternalLabelName", PROMETHEUS, "spec.replicaExternalLabelName"),
  names("prometheus/prometheusSpec/additionalAlertRelabelConfigs", "Secret/tocsin-prometheus-am-relabel-confg"),
  same("prometheus/prometheusSpec/serviceDiscoveryRole", PROMETHEUS, "spec.serviceDiscoveryRole"),
  otherwise("prometheusOperator/kubeletEndpointsEnabled", "--kubelet-endpoints=false"),
  otherwise("prometheusOperator/kubeletEndpointSliceEnabled", "--kubelet-endpointslice=true"),
  otherwise("prometheus/prometheusSpec/prometheusExternalLabelNameClear", "prometheusExternalLabelName is empty"),
  same(
    "prometheus/prometheusSpec/thanos/objectStorageConfig/existingSecret",
    PROMETHEUS,
    "spec.thanos.objectStorageConfig",
  ),

  switches("alertmanager/podDisruptionBudget/enabled", "PodDisruptionBudget/tocsin-alertmanager"),
  same("alertmanager/podDisruptionBudget/minAvailable", "PodDisruptionBudget/tocsin-alertmanager", "spec.minAvailable"),
  ...ingress("alertmanager", "Ingress/tocsin-alertmanager"),
  same("alertmanager/ingress/paths/0", "Ingress/tocsin-alertmanager", "spec.rules.0.http.paths.0.path"),
  ...limits("alertmanager/serviceMonitor", monitor("alertmanager")),
  ...endpoint("alertmanager/serviceMonitor", monitor("alertmanager"), plain("interval", "relabelings")),
  ...spec(
    "alertmanager/alertmanagerSpec",
    ALERTMANAGER,
    "replicas",
    "minReadySeconds",
    "clusterPeerTimeout",
    "topologySpreadConstraints",
    "externalUrl",
    "configSecret",
    "secrets",
    "alertmanagerConfigSelector",
    "alertmanagerConfigNamespaceSelector",
    "alertmanagerConfigMatcherStrategy",
    "retention",
    "storage",
    "resources",
  ),
  within("alertmanager/alertmanagerSpec/image/tag", ALERTMANAGER, "spec.image"),
  otherwise("alertmanager/alertmanagerSpec/podAntiAffinity", "hard: required, soft: preferred, on different nodes"),
  otherwise("alertmanager/alertmanagerSpec/useExistingSecret", "no Secret with a configuration of the chart's own"),

  names("grafana/fullnameOverride", GRAFANA, "Service/tocsin-grafana"),
  otherwise("grafana/defaultDashboardsEnabled", "no ConfigMap holds a dashboard"),
  within("grafana/admin", GRAFANA, "spec.template.spec.containers.0.env"),
  same("grafana/resources", GRAFANA, "spec.template.spec.containers.2.resources"),
  switches("grafana/persistence/enabled", "PersistentVolumeClaim/tocsin-grafana"),
  same("grafana/persistence/size", "PersistentVolumeClaim/tocsin-grafana", "spec.resources.requests.storage"),
  same("grafana/persistence/storageClassName", "PersistentVolumeClaim/tocsin-grafana", "spec.storageClassName"),
  same("grafana/deploymentStrategy", GRAFANA, "spec.strategy"),
  otherwise("grafana/initChownData/enabled", "Grafana has no container that runs as root"),
  switches("grafana/testFramework/enabled", "Pod/tocsin-grafana-test"),
  otherwise("grafana/rbac/namespaced", "Grafana has a Role and no ClusterRole"),
  same("grafana/sidecar/resources", GRAFANA, "spec.template.spec.containers.0.resources"),
  switches("grafana/sidecar/dashboards/enabled", "ConfigMap/tocsin-grafana-config-dashboards"),
  within("grafana/sidecar/dashboards/label", GRAFANA, "spec.template.spec.containers.0.env"),
  within("grafana/sidecar/dashboards/labelValue", GRAFANA, "spec.template.spec.containers.0.env"),
  within("grafana/sidecar/dashboards/searchNamespace", GRAFANA, "spec.template.spec.containers.0.env"),
  within("grafana/sidecar/dashboards/folderAnnotation", GRAFANA, "spec.template.spec.containers.0.env"),
  within(
    "grafana/sidecar/dashboards/provider/foldersFromFilesStructure",
    "ConfigMap/tocsin-grafana-config-dashboards",
    "data",
  ),
  within("grafana/sidecar/datasources/searchNamespace", GRAFANA, "spec.template.spec.containers.1.env"),
  ...ingress("grafana", "Ingress/tocsin-grafana"),
  within("grafana/extraSecretMounts", GRAFANA, "spec.template.spec"),
  within("grafana/grafana.ini", GRAFANA_INI, "data"),
  within("grafana/envValueFrom", GRAFANA, "spec.template.spec.containers.2.env"),
  within("grafana/additionalDataSources", "ConfigMap/tocsin-grafana-datasource", "data"),
  switches("grafana/serviceMonitor/enabled", monitor("grafana")),
  ...endpoint("grafana/serviceMonitor", monitor("grafana"), plain("interval", "scrapeTimeout", "relabelings")),
];

/** Every value with its path; lists are walked as well, as a key may name one of their elements. */
export function leavesOf(value: unknown, path: readonly string[] = []): { path: readonly string[]; value: unknown }[] {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  return [{ path, value }];
}

/** Whether a value's path is that of a key, or below it. */
export const isBelow = (path: readonly string[], { key }: ChartKey) => key.every((part, index) => path[index] === part);
