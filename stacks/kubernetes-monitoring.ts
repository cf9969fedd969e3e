// What the platform kubernetes watches: the settings' services as the cluster finds them, and what every cluster has.
import {
  exporterSelector,
  externalUrlsOf,
  FLAVOURS,
  namesIn,
  partTargets,
  sampleSelector,
  spansOf,
} from "../components/kubernetes";
import { logsLink, type PodService } from "../components/logs";
import {
  assemble,
  type ClusterPart,
  type Endpoints,
  existingStores,
  linksInExplore,
  type Monitoring,
  runbookUrl,
  type Service,
} from "../components/monitoring";
import { tracesLink } from "../components/traces";
import type { Facts, SettingsOn } from "./stack";

export type KubernetesSettings = SettingsOn<"kubernetes">;

export function monitoring(
  settings: KubernetesSettings,
  { environment, ownRules }: Pick<Facts, "environment" | "ownRules">,
): Monitoring {
  return assemble(environment, { ...settings, services: servicesOf(settings) }, endpoints(settings), ownRules);
}

/** The settings' services, with what finds their exporters in the cluster, and the sample service. */
export function servicesOf({ services, platform }: KubernetesSettings): Service[] {
  const { namespace, sample } = platform;
  const found = services.map((service) =>
    service.exporter
      ? {
          ...service,
          inCluster: { ...exporterSelector(service.mixin, service.name, service.exporter, namespace), expected: 1 },
        }
      : service,
  );
  return sample ? [...found, sampleService(namespace)] : found;
}

/** Whose lines are collected: those of the pods that the settings say, else of those that a service's metrics come from. */
export const loggingServices = (settings: KubernetesSettings): PodService[] =>
  servicesOf(settings).map(({ name, team = settings.team, logs, inCluster, exporter }) => {
    // An exporter's pods are not those of what it asks.
    const pods = logs?.pods ?? (exporter ? undefined : inCluster);
    return { name, team, ...(pods && { pods: { namespace: pods.namespace, labels: pods.labels } }) };
  });

const sampleService = (namespace: string): Service => ({
  name: "sample",
  mixin: "service",
  options: { metrics: "app" },
  targets: [],
  generated: false,
  extraMixins: [],
  inCluster: sampleSelector(namespace),
  dependsOn: [],
  probes: [{ http: `http://sample.${namespace}:5000/health` }],
  slos: [],
});

/** Parts of the monitoring are found like everything else in a cluster, as there may be several of each. */
export function endpoints({ platform, hosts, logs, traces, notifications }: KubernetesSettings): Endpoints {
  const { namespace, nodes, flavour, prometheus, alertmanager } = platform;
  const { controlPlane } = FLAVOURS[flavour];
  const at = (name: string, port: number) => `${name}.${namespace}:${port}`;
  const names = namesIn(namespace);
  const grafana = externalUrlsOf(platform).grafana;
  const existing = existingStores({ logs, traces });
  const cluster = (expected: number, parts: readonly ClusterPart[]) => ({ kind: "cluster", expected, parts }) as const;
  // Kubelet and cAdvisor of each node, API server and kube-state-metrics, and what an own control plane has beside.
  const parts = nodes * 2 + 2 + (controlPlane === "own" ? 2 : 0);
  // Hosts that the settings list are targets of the same job, and stay whatever becomes of the nodes.
  const listed = hosts.map(({ name }) => name).join("|");
  const outside = listed && `instance${hosts.length > 1 ? "!~" : "!="}"${listed}"`;
  return {
    prometheus: at(names.prometheus, 9090),
    alertmanager: at(names.alertmanager, 9093),
    blackbox: at(names.blackbox, 9115),
    // Of a host without an address, which the settings do not let through here.
    nodeExporter: "",
    finds: {
      kubernetes: { ...cluster(parts, componentsOf(controlPlane)), options: { controlPlane }, keepUsed: true },
      node: cluster(nodes, [{ name: "nodes", ...(outside && { matchers: outside }) }]),
      prometheus: cluster(prometheus.replicas, podsOf(names.prometheus, "prometheus", prometheus.replicas)),
      alertmanager: cluster(alertmanager.replicas, podsOf(names.alertmanager, "alertmanager", alertmanager.replicas)),
      grafana: cluster(1, [{ name: "grafana" }]),
    },
    runs: partTargets({
      ...{ namespace, nodes, prometheuses: prometheus.replicas },
      ...{ logs: logs !== undefined, traces: traces !== undefined, existing },
      hooks: notifications.remediation.length > 0,
    }),
    ...(logs && !existing.logs && { logs: logsLink(externalUrlsOf(platform).logs) }),
    ...(traces && {
      ...(!existing.traces && { traces: tracesLink(externalUrlsOf(platform).traces) }),
      spanMetrics: [{ address: spansOf(namespace) }],
    }),
    ...linksInExplore(grafana, existing),
    runbook: runbookUrl(grafana),
    dashboard: `${grafana}/d/{uid}`,
  };
}

/** What no cluster is without, where it can be seen; the pods and nodes of each come and go. */
const componentsOf = (controlPlane: "managed" | "own"): ClusterPart[] =>
  [
    "apiserver",
    "kubelet",
    "kube-state-metrics",
    ...(controlPlane === "own" ? ["scheduler", "controller-manager"] : []),
  ].map((name) => ({ name, component: true, matchers: `component="${name}"` }));

/** Pods that the operator numbers. */
const podsOf = (name: string, part: "prometheus" | "alertmanager", replicas: number): ClusterPart[] =>
  Array.from({ length: replicas }, (_, index) => `${part}-${name}-${index}`).map((pod) => ({
    name: pod,
    matchers: `instance="${pod}"`,
  }));
