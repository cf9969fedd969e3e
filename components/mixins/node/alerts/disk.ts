// Disks and RAID arrays.
import { type Alert, alert } from "../../../rules";

export const disk: readonly Alert[] = [
  alert({
    name: "NodeDiskIOSaturation",
    expr: "instance_device:node_disk_queue_length:rate5m",
    above: { warning: 10 },
    for: "10m",
    summary: "Disk {{ $labels.device }} of {{ $labels.instance }} has a queue",
    description: "{{ $value | humanize }} requests wait for it at a time.",
  }),
  alert({
    name: "NodeUnusualDiskReadLatency",
    expr: "rate(node_disk_read_time_seconds_total[5m]) / (rate(node_disk_reads_completed_total[5m]) > 1)",
    above: { warning: 0.1 },
    unit: "seconds",
    for: "5m",
    summary: "Reads from {{ $labels.device }} of {{ $labels.instance }} are slow",
    description: "One takes {{ $value | humanizeDuration }} on average.",
  }),
  alert({
    name: "NodeUnusualDiskWriteLatency",
    expr: "rate(node_disk_write_time_seconds_total[5m]) / (rate(node_disk_writes_completed_total[5m]) > 1)",
    above: { warning: 0.1 },
    unit: "seconds",
    for: "5m",
    summary: "Writes to {{ $labels.device }} of {{ $labels.instance }} are slow",
    description: "One takes {{ $value | humanizeDuration }} on average.",
  }),
  alert({
    name: "NodeRAIDDegraded",
    expr: 'node_md_disks_required - on (instance, job, device) group_right node_md_disks{state="active"}',
    above: { critical: 0 },
    for: "1m",
    summary: "RAID array {{ $labels.device }} of {{ $labels.instance }} is degraded",
    description: "{{ $value | humanize }} of its disks are missing; one more failure can lose data.",
  }),
  alert({
    name: "NodeRAIDDiskFailure",
    expr: 'node_md_disks{state="failed"}',
    above: { warning: 0 },
    for: "1m",
    summary: "A disk of RAID array {{ $labels.device }} of {{ $labels.instance }} has failed",
    description: "{{ $value | humanize }} disks are marked as failed and should be replaced.",
  }),
];
