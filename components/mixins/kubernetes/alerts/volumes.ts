// What can go wrong with persistent volumes.
import { type Alert, alert } from "../../../rules";
import { CLAIM, each, VOLUME } from "../objects";

const AVAILABLE = "namespace_persistentvolumeclaim:kubelet_volume_available_bytes:min";

export const volumeAlerts: readonly Alert[] = [
  alert({
    name: "KubePersistentVolumeFillingUp",
    expr: "namespace_persistentvolumeclaim:kubelet_volume_available:ratio",
    below: { warning: 0.1, critical: 0.03 },
    unit: "ratio",
    for: { warning: "10m", critical: "1m" },
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} of {{ $labels.service }} is almost full",
    description: "Only {{ $value | humanizePercentage }} of it is free; when it is full, writes fail.",
  }),
  alert({
    name: "KubePersistentVolumeFullSoon",
    // Less than an hour ago: neither the first filling of a new volume nor a burst that is over is a trend.
    expr: `(${AVAILABLE} / (-deriv(${AVAILABLE}[6h]) > 0))
      and namespace_persistentvolumeclaim:kubelet_volume_available:ratio < 0.4
      and ${AVAILABLE} < ${AVAILABLE} offset 1h`,
    below: { warning: 259_200 },
    unit: "seconds",
    for: "10m",
    summary: "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} of {{ $labels.service }} fills up",
    description: "At the pace of the last six hours it is full in {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "KubePersistentVolumeInodesFillingUp",
    expr: "namespace_persistentvolumeclaim:kubelet_volume_inodes_free:ratio",
    below: { warning: 0.1, critical: 0.03 },
    unit: "ratio",
    for: { warning: "10m", critical: "1m" },
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} of {{ $labels.service }} is almost out of inodes",
    description: "Only {{ $value | humanizePercentage }} of its inodes are free; without any, no file can be made.",
  }),
  alert({
    name: "KubePersistentVolumeErrors",
    // A claim that waits is KubePodNotReady of the pod that waits for it.
    expr: `${each(`${VOLUME}, phase`, 'kube_persistentvolume_status_phase{phase="Failed"}')} == 1
      or ${each(`${CLAIM}, phase`, 'kube_persistentvolumeclaim_status_phase{phase="Lost"}')} == 1`,
    severity: "critical",
    for: "1m",
    summary:
      "Volume {{ $labels.persistentvolume }}{{ $labels.persistentvolumeclaim }} of {{ $labels.service }} is {{ $labels.phase }}",
    description: "A claim has lost its volume with what was on it, or a volume could not be given back.",
  }),
];
