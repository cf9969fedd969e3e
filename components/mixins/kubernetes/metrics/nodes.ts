// What kube-state-metrics, the kubelets and their cAdvisor give about nodes, volumes and the containers on them.
import { counter, gauge } from "../../../rules";

const node = { node: 500 };
const claim = { namespace: 1, persistentvolumeclaim: 200 };
const container = { namespace: 1, pod: 110, container: 3, id: 1, name: 1, image: 1 };

export const nodeMetrics = [
  gauge("kube_node_status_condition", "boolean", "1 for how a condition of a node stands.", {
    ...node,
    condition: ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"],
    status: ["true", "false", "unknown"],
  }),
  gauge("kube_node_status_allocatable", "count", "CPUs, bytes and pods that a node has for pods.", {
    ...node,
    resource: 10,
    unit: 1,
  }),
  gauge("kube_node_spec_unschedulable", "boolean", "1 while a node takes no new pods, because somebody said so.", node),
  gauge("kube_node_spec_taint", "boolean", "Always 1; what keeps pods off a node.", {
    ...node,
    key: 5,
    value: 1,
    effect: 2,
  }),
];

export const volumeMetrics = [
  gauge("kube_persistentvolume_status_phase", "boolean", "1 for the phase that a volume is in.", {
    persistentvolume: 500,
    phase: ["Pending", "Available", "Bound", "Released", "Failed"],
  }),
  gauge("kube_persistentvolumeclaim_status_phase", "boolean", "1 for the phase that a claim is in.", {
    ...claim,
    phase: ["Pending", "Bound", "Lost"],
  }),
  gauge("kube_persistentvolumeclaim_access_mode", "boolean", "1 for each way in which a claim may be used.", {
    ...claim,
    access_mode: ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"],
  }),
  gauge("kubelet_volume_stats_available_bytes", "bytes", "Free space of a volume that is mounted.", claim),
  gauge("kubelet_volume_stats_capacity_bytes", "bytes", "Size of a volume that is mounted.", claim),
  gauge("kubelet_volume_stats_inodes_free", "count", "Free inodes of a volume that is mounted.", claim),
  gauge("kubelet_volume_stats_inodes", "count", "Inodes of a volume that is mounted.", claim),
];

/** Of the kubelet's own cAdvisor: series without a container are those of whole pods and of the node. */
export const containerMetrics = [
  counter("container_cpu_usage_seconds_total", "seconds", "CPU time used.", { ...container, cpu: ["total"] }),
  gauge("container_memory_working_set_bytes", "bytes", "Memory that cannot be taken back.", container),
  counter("container_cpu_cfs_periods_total", "count", "Periods in which it had work, under a CPU limit.", container),
  counter("container_cpu_cfs_throttled_periods_total", "count", "Those in which the limit stopped it.", container),
];
