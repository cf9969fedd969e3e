// How full a cluster, its nodes and its volumes are, and how its API server answers, computed once.
import { type Recording, recording } from "../../rules";
import type { ControlPlane } from "./control-plane";
import { LEAVING, leaving } from "./leaving";
import { CLAIM, CONTAINER, each, NODE, POD } from "./objects";
import { OOM_KILLED, oomKilled } from "./oom";

const service = ["service", "team"];
const namespace = [...service, "namespace"];
const container = [...namespace, "pod", "container"];
const claim = [...namespace, "persistentvolumeclaim"];

/** Pods that take room on a node; those that are done keep their requests, but use nothing. */
const ACTIVE = 'on (service, team, namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)';

/** Containers, without the sums that cAdvisor gives for whole pods. */
const REAL = 'job="kubernetes",container!=""';

/** A volume that nobody can write to is as full as it was made. */
const WRITABLE = `unless on (${CLAIM}) (kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany"} == 1)`;

/** Watches and open connections last as long as the client likes; a list may be long. */
const SHORT = 'job="kubernetes",verb!~"WATCH|WATCHLIST|CONNECT|LIST",subresource!~"proxy|attach|log|exec|portforward"';

/** Of a resource: what containers ask for, and that as a share of what is left without the largest node. */
const requests = (resource: "cpu" | "memory"): Recording[] => [
  recording({
    record: `namespace:kube_${resource}_requests:sum`,
    expr: `sum by (service, team, namespace) (
      ${each(CONTAINER, `kube_pod_container_resource_requests{resource="${resource}"} and ${ACTIVE}`)})`,
    unit: resource === "cpu" ? "count" : "bytes",
    labels: namespace,
  }),
  recording({
    record: `service:kube_${resource}_requests_without_largest_node:ratio`,
    expr: `sum by (service, team) (namespace:kube_${resource}_requests:sum)
      / ((sum by (service, team) (${each(NODE, `kube_node_status_allocatable{resource="${resource}"}`)})
        - max by (service, team) (kube_node_status_allocatable{resource="${resource}"})) > 0)`,
    unit: "ratio",
    labels: service,
  }),
];

/** Of all requests to the API server, those that it failed; from one request a second on. */
const apiErrors = (window: "5m" | "30m" | "1h" | "6h"): Recording => {
  const rate = (more: string) =>
    `sum by (service, team) (rate(apiserver_request_total{job="kubernetes"${more}}[${window}]))`;
  return recording({
    record: `service:apiserver_errors:ratio_rate${window}`,
    expr: `(${rate(',code=~"5.."')} or 0 * ${rate("")}) / (${rate("")} > 1)`,
    unit: "ratio",
    labels: service,
  });
};

const recordings: readonly Recording[] = [
  ...requests("cpu"),
  ...requests("memory"),
  recording({ record: LEAVING, expr: leaving, unit: "boolean", labels: [...service, "node"] }),
  recording({ record: OOM_KILLED, expr: oomKilled, unit: "count", labels: [...service, "node"] }),
  recording({
    record: "node:kube_pods:ratio",
    expr: `count by (service, team, node) (${each(`${POD}, node`, `kube_pod_info{node!=""} and ${ACTIVE}`)})
      / (max by (service, team, node) (kube_node_status_allocatable{resource="pods"}) > 0)`,
    unit: "ratio",
    labels: [...service, "node"],
  }),
  recording({
    record: "namespace:container_cpu_usage_seconds:rate5m",
    expr: `sum by (service, team, namespace) (rate(container_cpu_usage_seconds_total{${REAL}}[5m]))`,
    unit: "count",
    labels: namespace,
  }),
  recording({
    record: "namespace:container_memory_working_set_bytes:sum",
    expr: `sum by (service, team, namespace) (container_memory_working_set_bytes{${REAL}})`,
    unit: "bytes",
    labels: namespace,
  }),
  recording({
    record: "namespace_pod_container:container_memory_utilisation:ratio",
    // For a moment a restarted container is there twice, and one of them alone counts.
    expr: `max by (${CONTAINER}) (container_memory_working_set_bytes{${REAL}})
      / (max by (${CONTAINER}) (kube_pod_container_resource_limits{resource="memory"}) > 0)`,
    unit: "ratio",
    labels: container,
  }),
  recording({
    record: "namespace_pod_container:container_cpu_throttled_periods:ratio_rate5m",
    // From one period a second on, of ten: a container that hardly runs has nothing to slow down.
    expr: `sum by (${CONTAINER}) (rate(container_cpu_cfs_throttled_periods_total{${REAL}}[5m]))
      / (sum by (${CONTAINER}) (rate(container_cpu_cfs_periods_total{${REAL}}[5m])) > 1)`,
    unit: "ratio",
    labels: container,
  }),
  recording({
    // The least of all nodes on which it is mounted.
    record: "namespace_persistentvolumeclaim:kubelet_volume_available_bytes:min",
    expr: `min by (${CLAIM}) (kubelet_volume_stats_available_bytes ${WRITABLE})`,
    unit: "bytes",
    labels: claim,
  }),
  recording({
    record: "namespace_persistentvolumeclaim:kubelet_volume_available:ratio",
    expr: `namespace_persistentvolumeclaim:kubelet_volume_available_bytes:min
      / (max by (${CLAIM}) (kubelet_volume_stats_capacity_bytes) > 0)`,
    unit: "ratio",
    labels: claim,
  }),
  recording({
    // Nothing where a filesystem makes inodes as it needs them and says 0.
    record: "namespace_persistentvolumeclaim:kubelet_volume_inodes_free:ratio",
    expr: `min by (${CLAIM}) (kubelet_volume_stats_inodes_free ${WRITABLE})
      / (max by (${CLAIM}) (kubelet_volume_stats_inodes) > 0)`,
    unit: "ratio",
    labels: claim,
  }),
  recording({
    record: "service_verb:apiserver_requests:rate5m",
    expr: 'sum by (service, team, verb) (rate(apiserver_request_total{job="kubernetes"}[5m]))',
    unit: "perSecond",
    labels: [...service, "verb"],
  }),
  apiErrors("5m"),
  apiErrors("30m"),
  apiErrors("1h"),
  apiErrors("6h"),
  recording({
    record: "service_verb:apiserver_request_duration_seconds:p99_rate5m",
    expr: `histogram_quantile(0.99,
      sum by (service, team, verb, le) (rate(apiserver_request_sli_duration_seconds_bucket{${SHORT}}[5m])))`,
    unit: "seconds",
    labels: [...service, "verb"],
  }),
  recording({
    // Of a hundred requests, the one with the certificate that ends first.
    record: "service:apiserver_client_certificate_expiration_seconds:p1_rate5m",
    expr: `histogram_quantile(0.01, sum by (service, team, le)
      (rate(apiserver_client_certificate_expiration_seconds_bucket{job="kubernetes"}[5m])))`,
    unit: "seconds",
    labels: service,
  }),
  recording({
    // By minor version: patches may differ, and providers add suffixes of their own.
    record: "service:kubernetes_versions:count",
    expr: `count by (service, team) (count by (service, team, git_version) (label_replace(
      kubernetes_build_info{job="kubernetes"}, "git_version", "$1", "git_version", "(v[0-9]+[.][0-9]+).*")))`,
    unit: "count",
    labels: service,
  }),
];

const controlPlaneRecordings: readonly Recording[] = [
  recording({
    record: "service_result:scheduler_attempts:rate5m",
    expr: "sum by (service, team, result) (rate(scheduler_schedule_attempts_total[5m]))",
    unit: "perSecond",
    labels: [...service, "result"],
  }),
  recording({
    record: "service:scheduler_errors:ratio_rate5m",
    // From one attempt in ten seconds on.
    expr: `sum by (service, team) (service_result:scheduler_attempts:rate5m{result="error"})
      / (sum by (service, team) (service_result:scheduler_attempts:rate5m) > 0.1)`,
    unit: "ratio",
    labels: service,
  }),
  recording({
    record: "service_name:workqueue_depth:sum",
    expr: 'sum by (service, team, name) (workqueue_depth{job="kubernetes",component="controller-manager"})',
    unit: "count",
    labels: [...service, "name"],
  }),
];

export const recordingsOf = (controlPlane: ControlPlane): readonly Recording[] =>
  controlPlane === "own" ? [...recordings, ...controlPlaneRecordings] : recordings;
