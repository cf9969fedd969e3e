// Where hosts keep things: how full filesystems are, and how busy the disks below them.
import { row, timeseries } from "../../../dashboards";
import { DATA } from "../recordings";
import { on } from "./on";

const WEEK = 604_800;

/**
 * Seconds until nothing of a gauge is left, at the pace of three hours; a week for what does not shrink. Nothing for
 * filesystems that are read-only or have no such limit, as their share says.
 */
const timeLeft = (metric: string, share: string) =>
  `clamp_max(${metric}{${DATA},${on}} / clamp_min(-deriv(${metric}{${DATA},${on}}[3h]), 1e-6), ${WEEK})
        and ${share}{${on}}`;

/** Mean time of a read or a write. */
const meanTime = (seconds: string, completed: string) =>
  `rate(${seconds}{${on}}[5m]) / (rate(${completed}{${on}}[5m]) > 0)`;

export const filesystems = row(
  "Filesystems",
  timeseries(
    "Free space",
    "ratio",
    "Free share of each filesystem.",
    { "{{instance}} {{mountpoint}}": `instance_mountpoint:node_filesystem_avail:ratio{${on}}` },
    { alert: "NodeFilesystemAlmostOutOfSpace", max: 1 },
  ),
  timeseries(
    "Free inodes",
    "ratio",
    "Free share of each filesystem's inodes.",
    { "{{instance}} {{mountpoint}}": `instance_mountpoint:node_filesystem_files_free:ratio{${on}}` },
    { alert: "NodeFilesystemAlmostOutOfFiles", max: 1 },
  ),
  timeseries(
    "Space lasts for",
    "seconds",
    "Time until the filesystem is full at the pace of three hours, a week at most; worry once less than 40% is free.",
    {
      "{{instance}} {{mountpoint}}": timeLeft(
        "node_filesystem_avail_bytes",
        "instance_mountpoint:node_filesystem_avail:ratio",
      ),
    },
    { alert: "NodeFilesystemSpaceFillingUp", max: WEEK, width: 8 },
  ),
  timeseries(
    "Inodes last for",
    "seconds",
    "Time until no inode is left at the pace of three hours, a week at most; worry once less than 40% are free.",
    {
      "{{instance}} {{mountpoint}}": timeLeft(
        "node_filesystem_files_free",
        "instance_mountpoint:node_filesystem_files_free:ratio",
      ),
    },
    { alert: "NodeFilesystemFilesFillingUp", max: WEEK, width: 8 },
  ),
  timeseries(
    "Filesystems that cannot be read",
    "count",
    "Filesystems whose state cannot be asked for: a broken disk, or a network filesystem that is gone.",
    { "{{instance}}": `sum by (instance) (node_filesystem_device_error{${DATA},${on}})` },
    { alert: "NodeFilesystemDeviceError", width: 8 },
  ),
);

export const disks = row(
  "Disks",
  timeseries("Read", "bytesPerSecond", "Bytes read from each disk.", {
    "{{instance}} {{device}}": `rate(node_disk_read_bytes_total{${on}}[5m])`,
  }),
  timeseries("Written", "bytesPerSecond", "Bytes written to each disk.", {
    "{{instance}} {{device}}": `rate(node_disk_written_bytes_total{${on}}[5m])`,
  }),
  timeseries(
    "Time of a read",
    "seconds",
    "Mean time that a read takes; it matters where there is more than one a second.",
    {
      "{{instance}} {{device}}": meanTime("node_disk_read_time_seconds_total", "node_disk_reads_completed_total"),
    },
    { alert: "NodeUnusualDiskReadLatency" },
  ),
  timeseries(
    "Time of a write",
    "seconds",
    "Mean time that a write takes; it matters where there is more than one a second.",
    {
      "{{instance}} {{device}}": meanTime("node_disk_write_time_seconds_total", "node_disk_writes_completed_total"),
    },
    { alert: "NodeUnusualDiskWriteLatency" },
  ),
  timeseries(
    "Disk utilisation",
    "ratio",
    "Share of time in which the disk had work. A disk that serves many requests at once is not full at 100%: look at its queue.",
    { "{{instance}} {{device}}": `instance_device:node_disk_utilisation:ratio_rate5m{${on}}` },
    { max: 1 },
  ),
  timeseries(
    "Disk queue",
    "count",
    "Requests waiting for the disk.",
    { "{{instance}} {{device}}": `instance_device:node_disk_queue_length:rate5m{${on}}` },
    { alert: "NodeDiskIOSaturation" },
  ),
);
