// What kube-state-metrics shows of the healthy cluster.
import { about, ago, always, type Course, type Normal } from "../../../rules";
import { CLAIMS, containerLabels, GIB, NAMESPACES, NODES, PODS, type Pod, podLabels } from "./cluster";

type Labels = Readonly<Record<string, string>>;

/** The same labels with each value of one more; 1 for the value that holds. */
const oneOf = (labels: Labels, label: string, values: readonly string[], holds: string) =>
  values.map((value) => [{ ...labels, [label]: value }, always(value === holds ? 1 : 0)] as const);

// Of closed sets, the values that anything here reads: a week of the rest takes the noise test too long.
const STATUS = ["true", "false"];
const PHASES = ["Pending", "Running"];
const PRESSURES = ["MemoryPressure", "DiskPressure", "PIDPressure"];

/** When the hour began. */
const thisHour: Course = ({ now }) => now - (now % 3_600);

const perPod = (labels: (pod: Pod) => Labels, value: (pod: Pod) => number = () => 1) =>
  PODS.map((pod) => [labels(pod), always(value(pod))] as const);

/** CPUs and bytes of each container. */
const resources = (which: 0 | 1) =>
  PODS.flatMap((pod) => [
    [{ ...containerLabels(pod), node: pod.node, resource: "cpu", unit: "core" }, always(pod.cpu[which])] as const,
    [{ ...containerLabels(pod), node: pod.node, resource: "memory", unit: "byte" }, always(pod.memory[which])] as const,
  ]);

const all = (labels: Labels, courses: Readonly<Record<string, Course>>): Normal =>
  Object.fromEntries(Object.entries(courses).map(([metric, course]) => [metric, [[labels, course]]]));

const pods: Normal = {
  kube_namespace_status_phase: NAMESPACES.flatMap((namespace) => oneOf({ namespace }, "phase", ["Active"], "Active")),
  kube_pod_info: perPod((pod) => ({ ...podLabels(pod), node: pod.node })),
  kube_pod_owner: perPod((pod) => ({ ...podLabels(pod), owner_kind: pod.owner[0], owner_name: pod.owner[1] })),
  kube_pod_status_phase: PODS.flatMap((pod) => oneOf(podLabels(pod), "phase", PHASES, "Running")),
  kube_pod_status_ready: perPod((pod) => ({ ...podLabels(pod), condition: "true" })),
  kube_pod_container_status_waiting_reason: [],
  kube_pod_init_container_status_waiting_reason: [],
  // Long ago, and once.
  kube_pod_container_status_last_terminated_reason: PODS.slice(0, 1).map((pod) => [
    { ...containerLabels(pod), reason: "OOMKilled" },
    always(1),
  ]),
  kube_pod_container_status_last_terminated_timestamp: PODS.slice(0, 1).map((pod) => [
    containerLabels(pod),
    ago(86_400),
  ]),
  kube_pod_container_status_restarts_total: PODS.map((pod, index) => [containerLabels(pod), always(index ? 0 : 1)]),
  kube_pod_container_resource_requests: resources(0),
  kube_pod_container_resource_limits: resources(1),
};

const workloads: Normal = {
  ...all(
    { namespace: "shop", deployment: "orders" },
    {
      kube_deployment_spec_replicas: always(3),
      kube_deployment_status_replicas_available: always(3),
      kube_deployment_status_replicas_updated: always(3),
      kube_deployment_status_observed_generation: always(7),
      kube_deployment_metadata_generation: always(7),
    },
  ),
  kube_deployment_status_condition: ["Available", "Progressing"].flatMap((condition) =>
    oneOf({ namespace: "shop", deployment: "orders", condition }, "status", STATUS, "true"),
  ),
  ...all(
    { namespace: "data", statefulset: "queue" },
    {
      kube_statefulset_replicas: always(3),
      kube_statefulset_status_replicas_ready: always(3),
      kube_statefulset_status_replicas_updated: always(3),
      kube_statefulset_status_observed_generation: always(2),
    },
  ),
  ...all(
    { namespace: "kube-system", daemonset: "logs" },
    {
      kube_daemonset_status_desired_number_scheduled: always(3),
      kube_daemonset_status_number_available: always(3),
      kube_daemonset_status_updated_number_scheduled: always(3),
    },
  ),
  // A report every hour, which takes the hour.
  ...all(
    { namespace: "shop", job_name: "report" },
    {
      kube_job_status_active: always(1),
      kube_job_status_start_time: thisHour,
      kube_job_created: thisHour,
    },
  ),
  kube_job_failed: [],
  kube_job_owner: [[{ namespace: "shop", job_name: "report", owner_kind: "CronJob", owner_name: "report" }, always(1)]],
  ...all({ namespace: "shop", cronjob: "report" }, { kube_cronjob_status_last_successful_time: thisHour }),
  ...all(
    { namespace: "shop", horizontalpodautoscaler: "orders" },
    {
      kube_horizontalpodautoscaler_status_current_replicas: about(3, 0.5),
      kube_horizontalpodautoscaler_spec_min_replicas: always(2),
      kube_horizontalpodautoscaler_spec_max_replicas: always(10),
    },
  ),
  ...all(
    { namespace: "data", poddisruptionbudget: "queue" },
    {
      kube_poddisruptionbudget_status_current_healthy: always(3),
      kube_poddisruptionbudget_status_desired_healthy: always(2),
    },
  ),
  kube_resourcequota: [
    [{ namespace: "shop", resourcequota: "shop", resource: "requests.memory", type: "used" }, always(1.5 * GIB)],
    [{ namespace: "shop", resourcequota: "shop", resource: "requests.memory", type: "hard" }, always(4 * GIB)],
  ],
};

const nodes: Normal = {
  kube_node_status_condition: NODES.flatMap((node) => [
    ...oneOf({ node, condition: "Ready" }, "status", STATUS, "true"),
    ...PRESSURES.map((condition) => [{ node, condition, status: "true" }, always(0)] as const),
  ]),
  kube_node_status_allocatable: NODES.flatMap((node) => [
    [{ node, resource: "cpu", unit: "core" }, always(3.9)] as const,
    [{ node, resource: "memory", unit: "byte" }, always(15 * GIB)] as const,
    [{ node, resource: "pods", unit: "integer" }, always(58)] as const,
  ]),
  kube_node_spec_unschedulable: NODES.map((node) => [{ node }, always(0)]),
  kube_node_spec_taint: [[{ node: "node-3", key: "dedicated", value: "data", effect: "PreferNoSchedule" }, always(1)]],
  kube_persistentvolume_status_phase: CLAIMS.flatMap(({ claim }) =>
    oneOf({ persistentvolume: `pv-${claim}` }, "phase", ["Bound", "Failed"], "Bound"),
  ),
  kube_persistentvolumeclaim_status_phase: CLAIMS.flatMap(({ namespace, claim }) =>
    oneOf({ namespace, persistentvolumeclaim: claim }, "phase", ["Pending", "Bound", "Lost"], "Bound"),
  ),
  kube_persistentvolumeclaim_access_mode: CLAIMS.map(({ namespace, claim }) => [
    { namespace, persistentvolumeclaim: claim, access_mode: "ReadWriteOnce" },
    always(1),
  ]),
};

export const state: Normal = { ...pods, ...workloads, ...nodes };
