// What the platform kubernetes watches: the settings' services as the cluster finds them, and what every cluster has.
import { exporterSelector, externalUrlsOf, FLAVOURS, namesIn, sampleSelector } from "../components/kubernetes";
import {
  assemble,
  type Endpoints,
  type KubernetesPlatform,
  type Monitoring,
  runbookUrl,
  type Service,
} from "../components/monitoring";
import type { Facts, SettingsOn } from "./stack";

export type KubernetesSettings = SettingsOn<"kubernetes">;

export function monitoring(settings: KubernetesSettings, { environment }: Pick<Facts, "environment">): Monitoring {
  return assemble(environment, { ...settings, services: servicesOf(settings) }, endpoints(settings.platform));
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

const sampleService = (namespace: string): Service => ({
  name: "sample",
  mixin: "service",
  options: { metrics: "app" },
  targets: [],
  generated: false,
  also: [],
  inCluster: sampleSelector(namespace),
  dependsOn: [],
  probes: [{ http: `http://sample.${namespace}:5000/health` }],
  slos: [],
});

/** Parts of the monitoring are found like everything else in a cluster, as there may be several of each. */
function endpoints(platform: KubernetesPlatform): Endpoints {
  const { namespace, nodes, flavour, prometheus, alertmanager } = platform;
  const { controlPlane } = FLAVOURS[flavour];
  const at = (name: string, port: number) => `${name}.${namespace}:${port}`;
  const names = namesIn(namespace);
  const grafana = externalUrlsOf(platform).grafana;
  const cluster = (expected: number) => ({ kind: "cluster", expected }) as const;
  // Kubelet and cAdvisor of each node, API server and kube-state-metrics, and what an own control plane has beside.
  const parts = nodes * 2 + 2 + (controlPlane === "own" ? 2 : 0);
  return {
    prometheus: at(names.prometheus, 9090),
    alertmanager: at(names.alertmanager, 9093),
    blackbox: at(names.blackbox, 9115),
    // Of a host without an address, which the settings do not let through here.
    nodeExporter: "",
    finds: {
      kubernetes: { ...cluster(parts), options: { controlPlane }, keepUsed: true },
      node: cluster(nodes),
      prometheus: cluster(prometheus.replicas),
      alertmanager: cluster(alertmanager.replicas),
      grafana: cluster(1),
    },
    runbook: runbookUrl(grafana),
    dashboard: `${grafana}/d/{uid}`,
  };
}
