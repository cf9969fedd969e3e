// A healthy cluster, target by target: kube-state-metrics, the kubelet and the cAdvisor of each node, the control plane.
import { about, always, around, type Normal, observed, steadily, traffic } from "../../../rules";
import type { ControlPlane } from "../control-plane";
import { buildInfo, CLAIMS, GIB, NODES, PODS } from "./cluster";
import { state } from "./state";

const version = (component: string): Normal => ({ kubernetes_build_info: [[buildInfo(component), always(1)]] });

const kubelet = (on: string): Normal => {
  const claims = CLAIMS.filter(({ node }) => node === on).map(({ namespace, claim }) => ({
    namespace,
    persistentvolumeclaim: claim,
  }));
  return {
    ...version("kubelet"),
    kubelet_volume_stats_capacity_bytes: claims.map((claim) => [claim, always(100 * GIB)]),
    kubelet_volume_stats_available_bytes: claims.map((claim) => [claim, around(64 * GIB, -0.05)]),
    kubelet_volume_stats_inodes: claims.map((claim) => [claim, always(6_553_600)]),
    kubelet_volume_stats_inodes_free: claims.map((claim) => [claim, about(6_540_000, -0.001)]),
  };
};

const cadvisor = (on: string): Normal => {
  const running = PODS.filter(({ node }) => node === on).map((pod) => ({
    pod,
    labels: { namespace: pod.namespace, pod: pod.pod, container: "app", image: `example/${pod.owner[1]}:1.2` },
  }));
  return {
    container_cpu_usage_seconds_total: running.map(({ pod, labels }) => [
      { ...labels, cpu: "total" },
      traffic(pod.cpu[2]),
    ]),
    container_memory_working_set_bytes: running.map(({ pod, labels }) => [labels, around(pod.memory[2], 0.2)]),
    container_cpu_cfs_periods_total: running.map(({ labels }) => [labels, steadily(8)]),
    container_cpu_cfs_throttled_periods_total: running.map(({ labels }) => [labels, traffic(0.2)]),
  };
};

const request = (verb: string, resource: string, code?: string) => ({
  verb,
  version: "v1",
  resource,
  scope: "namespace",
  exported_component: "apiserver",
  ...(code && { code }),
});

const SLI_BOUNDS = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const CERTIFICATE_BOUNDS = [
  0, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800, 2_592_000, 7_776_000, 15_552_000,
  31_104_000,
];

const apiserver: Normal = {
  ...version("apiserver"),
  apiserver_request_total: [
    [request("GET", "pods", "200"), traffic(20)],
    [request("GET", "pods", "500"), traffic(0.005)],
    [request("LIST", "pods", "200"), traffic(2)],
    [request("WATCH", "pods", "200"), traffic(1.5)],
    [request("PUT", "leases", "200"), steadily(12)],
    [request("PUT", "leases", "409"), traffic(0.01)],
    [request("PATCH", "pods", "200"), traffic(1.2)],
  ],
  apiserver_request_sli_duration_seconds: [
    [request("GET", "pods"), observed({ perSecond: 20, median: 0.02, spread: 0.8, bounds: SLI_BOUNDS })],
    [request("PUT", "leases"), observed({ perSecond: 12, median: 0.03, spread: 0.7, bounds: SLI_BOUNDS })],
  ],
  // Kubelets' certificates of a year, which are renewed long before their end.
  apiserver_client_certificate_expiration_seconds: observed({
    perSecond: 8,
    median: 20_000_000,
    spread: 0.3,
    bounds: CERTIFICATE_BOUNDS,
  }),
};

const scheduler: Normal = {
  ...version("scheduler"),
  scheduler_schedule_attempts_total: [
    [{ profile: "default-scheduler", result: "scheduled" }, traffic(0.3)],
    [{ profile: "default-scheduler", result: "unschedulable" }, traffic(0.01)],
    [{ profile: "default-scheduler", result: "error" }, traffic(0.0005)],
  ],
  scheduler_pending_pods: ["active", "backoff", "unschedulable", "gated"].map((queue) => [{ queue }, always(0)]),
};

const controllerManager: Normal = {
  ...version("controller-manager"),
  workqueue_depth: ["deployment", "endpointslice", "job", "replicaset"].map((name) => [
    { component: "controller-manager", name },
    about(2),
  ]),
};

export const normalOf = (controlPlane: ControlPlane): readonly Normal[] => [
  state,
  ...NODES.map(kubelet),
  ...NODES.map(cadvisor),
  apiserver,
  ...(controlPlane === "own" ? [scheduler, controllerManager] : []),
];
