// Filesystems: space, inodes, and whether they can be read.
import { type Alert, alert } from "../../../rules";
import { DATA } from "../recordings";

export const filesystem: readonly Alert[] = [
  alert({
    name: "NodeFilesystemAlmostOutOfSpace",
    expr: "instance_mountpoint:node_filesystem_avail:ratio",
    below: { warning: 0.1, critical: 0.03 },
    unit: "ratio",
    for: { warning: "10m", critical: "1m" },
    summary: "{{ $labels.mountpoint }} on {{ $labels.instance }} is almost full",
    description: "Only {{ $value | humanizePercentage }} of it is free; when it is full, writes fail.",
  }),
  alert({
    name: "NodeFilesystemSpaceFillingUp",
    // Less than an hour ago: neither a burst in a host's first minutes nor one that is long over is a trend.
    expr: `(node_filesystem_avail_bytes{${DATA}} / (-deriv(node_filesystem_avail_bytes{${DATA}}[3h]) > 0))
      and instance_mountpoint:node_filesystem_avail:ratio < 0.4
      and node_filesystem_avail_bytes{${DATA}} < node_filesystem_avail_bytes{${DATA}} offset 1h`,
    below: { warning: 86_400, critical: 14_400 },
    unit: "seconds",
    for: { warning: "10m", critical: "1m" },
    summary: "{{ $labels.mountpoint }} on {{ $labels.instance }} fills up soon",
    description: "At the pace of the last three hours it is full in {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "NodeFilesystemAlmostOutOfFiles",
    expr: "instance_mountpoint:node_filesystem_files_free:ratio",
    below: { warning: 0.1, critical: 0.03 },
    unit: "ratio",
    for: { warning: "10m", critical: "1m" },
    summary: "{{ $labels.mountpoint }} on {{ $labels.instance }} is almost out of inodes",
    description:
      "Only {{ $value | humanizePercentage }} of its inodes are free; without any, no file can be made, however much space is left.",
  }),
  alert({
    name: "NodeFilesystemFilesFillingUp",
    // Less than an hour ago: neither a burst in a host's first minutes nor one that is long over is a trend.
    expr: `(node_filesystem_files_free{${DATA}} / (-deriv(node_filesystem_files_free{${DATA}}[3h]) > 0))
      and instance_mountpoint:node_filesystem_files_free:ratio < 0.4
      and node_filesystem_files_free{${DATA}} < node_filesystem_files_free{${DATA}} offset 1h`,
    below: { warning: 86_400, critical: 14_400 },
    unit: "seconds",
    for: { warning: "10m", critical: "1m" },
    summary: "{{ $labels.mountpoint }} on {{ $labels.instance }} runs out of inodes soon",
    description: "At the pace of the last three hours it has none left in {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "NodeFilesystemDeviceError",
    expr: `node_filesystem_device_error{${DATA}} == 1`,
    severity: "critical",
    for: "1m",
    summary: "{{ $labels.mountpoint }} on {{ $labels.instance }} cannot be read",
    description:
      "Asking {{ $labels.device }} for its state fails: the disk is broken, or a network filesystem is gone.",
  }),
];
