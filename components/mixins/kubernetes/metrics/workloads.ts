// What kube-state-metrics gives about pods and what runs them.
import { counter, gauge } from "../../../rules";

// Bounds multiply: what another label already decides counts once, as a pod decides its namespace and its uid.
const pod = { namespace: 1, pod: 1_000, uid: 1 };
const container = { ...pod, container: 2 };
const deployment = { namespace: 1, deployment: 200 };
const statefulset = { namespace: 1, statefulset: 50 };
const daemonset = { namespace: 1, daemonset: 30 };
const job = { namespace: 1, job_name: 200 };
const hpa = { namespace: 1, horizontalpodautoscaler: 50 };
const budget = { namespace: 1, poddisruptionbudget: 100 };
const resource = { node: 1, resource: ["cpu", "memory"], unit: 1 };
const STATUS = ["true", "false", "unknown"];

export const workloadMetrics = [
  gauge("kube_namespace_status_phase", "boolean", "1 for the phase that a namespace is in.", {
    namespace: 100,
    phase: ["Active", "Terminating"],
  }),
  gauge("kube_pod_info", "boolean", "Always 1; says in its labels where a pod runs.", {
    ...pod,
    host_ip: 1,
    pod_ip: 1,
    node: 1,
    created_by_kind: 1,
    created_by_name: 1,
    priority_class: 1,
    host_network: 1,
  }),
  gauge("kube_pod_owner", "boolean", "Always 1; says what made a pod.", {
    ...pod,
    owner_kind: 1,
    owner_name: 1,
    owner_is_controller: 1,
  }),
  gauge("kube_pod_status_phase", "boolean", "1 for the phase that a pod is in.", {
    ...pod,
    phase: ["Pending", "Running", "Succeeded", "Failed", "Unknown"],
  }),
  gauge("kube_pod_status_ready", "boolean", "1 for whether a pod is ready; absent before it has a node.", {
    ...pod,
    condition: STATUS,
  }),
  gauge("kube_pod_container_status_waiting_reason", "boolean", "1 while a container waits, and for what.", {
    ...container,
    reason: 1,
  }),
  gauge("kube_pod_init_container_status_waiting_reason", "boolean", "1 while an init container waits, and for what.", {
    ...container,
    reason: 1,
  }),
  gauge("kube_pod_container_status_last_terminated_reason", "boolean", "1 for why a container last ended.", {
    ...container,
    reason: 1,
  }),
  gauge(
    "kube_pod_container_status_last_terminated_timestamp",
    "timestamp",
    "When a container last ended; absent before it has.",
    container,
  ),
  counter("kube_pod_container_status_restarts_total", "count", "Restarts of a container.", container),
  gauge("kube_pod_container_resource_requests", "count", "CPUs and bytes that a container asks for.", {
    ...container,
    ...resource,
  }),
  gauge("kube_pod_container_resource_limits", "count", "CPUs and bytes that a container may have.", {
    ...container,
    ...resource,
  }),
  gauge("kube_deployment_spec_replicas", "count", "Pods that a deployment should have.", deployment),
  gauge("kube_deployment_status_replicas_available", "count", "Pods of it that can serve.", deployment),
  gauge("kube_deployment_status_replicas_updated", "count", "Pods of it that have the newest template.", deployment),
  gauge("kube_deployment_status_observed_generation", "count", "Newest change of it that was acted on.", deployment),
  gauge("kube_deployment_metadata_generation", "count", "Newest change of it.", deployment),
  gauge("kube_deployment_status_condition", "boolean", "1 for how a deployment's condition stands.", {
    ...deployment,
    reason: 1,
    condition: ["Available", "Progressing", "ReplicaFailure"],
    status: STATUS,
  }),
  gauge("kube_statefulset_replicas", "count", "Pods that a stateful set should have.", statefulset),
  gauge("kube_statefulset_status_replicas_ready", "count", "Pods of it that are ready.", statefulset),
  gauge("kube_statefulset_status_replicas_updated", "count", "Pods of it that have the newest template.", statefulset),
  gauge("kube_statefulset_status_observed_generation", "count", "Newest change of it that was acted on.", statefulset),
  gauge("kube_daemonset_status_desired_number_scheduled", "count", "Nodes that should run it.", daemonset),
  gauge("kube_daemonset_status_number_available", "count", "Nodes on which it can serve.", daemonset),
  gauge("kube_daemonset_status_updated_number_scheduled", "count", "Nodes that have its newest template.", daemonset),
  gauge("kube_job_status_active", "count", "Pods of a job that run.", job),
  gauge("kube_job_status_start_time", "timestamp", "When a job was started.", job),
  gauge("kube_job_created", "timestamp", "When a job was made.", job),
  gauge("kube_job_failed", "boolean", "1 for whether a job has failed; absent until then.", {
    ...job,
    condition: STATUS,
  }),
  gauge("kube_job_owner", "boolean", "Always 1; says what made a job.", {
    ...job,
    owner_kind: 1,
    owner_name: 1,
    owner_is_controller: 1,
  }),
  gauge("kube_cronjob_status_last_successful_time", "timestamp", "When a job of a cron job last succeeded.", {
    namespace: 1,
    cronjob: 50,
  }),
  gauge("kube_horizontalpodautoscaler_status_current_replicas", "count", "Pods that there are.", hpa),
  gauge("kube_horizontalpodautoscaler_spec_min_replicas", "count", "Pods that it keeps at least.", hpa),
  gauge("kube_horizontalpodautoscaler_spec_max_replicas", "count", "Pods that it may go up to.", hpa),
  gauge("kube_poddisruptionbudget_status_current_healthy", "count", "Pods of a budget that are healthy.", budget),
  gauge("kube_poddisruptionbudget_status_desired_healthy", "count", "Pods of it that must be healthy.", budget),
  gauge("kube_resourcequota", "count", "What a namespace may use of a resource, and what it uses.", {
    namespace: 1,
    resourcequota: 100,
    resource: 20,
    type: ["hard", "used"],
  }),
];
