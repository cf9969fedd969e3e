// A host at a glance: is it up, then utilisation, saturation and errors of each resource.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-node",
  title: "Hosts",
  description: "Utilisation, saturation and errors of each host's CPU, memory, disks and network.",
  tags: ["infrastructure"],
  variables: [variable("instance", 'up{job="node"}')],
  rows: [
    row(
      "State",
      stat(
        "Hosts up",
        "ratio",
        "Share of the hosts that answer.",
        {
          up: `sum(up{job="node",${on}}) / count(up{job="node",${on}})`,
        },
        { alert: "InstanceDown" },
      ),
      stat(
        "Busiest CPU",
        "ratio",
        "The highest CPU utilisation of any host.",
        {
          busiest: `max(instance:node_cpu_utilisation:ratio_rate5m{${on}})`,
        },
        { alert: "NodeCPUHighUsage" },
      ),
      stat(
        "Fullest memory",
        "ratio",
        "The highest memory utilisation of any host.",
        {
          fullest: `max(instance:node_memory_utilisation:ratio{${on}})`,
        },
        { alert: "NodeMemoryHighUtilization" },
      ),
      stat(
        "Least disk space",
        "ratio",
        "The smallest free share of any filesystem.",
        {
          least: `min(instance_mountpoint:node_filesystem_avail:ratio{${on}})`,
        },
        { alert: "NodeFilesystemAlmostOutOfSpace" },
      ),
    ),
    row(
      "CPU",
      timeseries(
        "CPU utilisation",
        "ratio",
        "Share of the CPUs' time spent working.",
        {
          "{{instance}}": `instance:node_cpu_utilisation:ratio_rate5m{${on}}`,
        },
        { alert: "NodeCPUHighUsage", max: 1 },
      ),
      timeseries(
        "Load per CPU",
        "count",
        "Tasks that run or wait, per CPU; above 1 they queue.",
        {
          "{{instance}}": `instance:node_load_per_cpu:ratio{${on}}`,
        },
        { alert: "NodeSystemSaturation" },
      ),
      timeseries(
        "Waiting for disks",
        "ratio",
        "Share of CPU time spent waiting for input and output.",
        {
          "{{instance}}": `instance_mode:node_cpu_time:ratio_rate5m{mode="iowait",${on}}`,
        },
        { alert: "NodeCPUHighIowait", max: 1 },
      ),
      timeseries(
        "Steal",
        "ratio",
        "Share of CPU time that the hypervisor kept.",
        {
          "{{instance}}": `instance_mode:node_cpu_time:ratio_rate5m{mode="steal",${on}}`,
        },
        { alert: "NodeCPUStealNoisyNeighbor", max: 1 },
      ),
    ),
    row(
      "Memory",
      timeseries(
        "Memory utilisation",
        "ratio",
        "Share of memory that cannot be given to anything else.",
        {
          "{{instance}}": `instance:node_memory_utilisation:ratio{${on}}`,
        },
        { alert: "NodeMemoryHighUtilization", max: 1 },
      ),
      timeseries(
        "Major page faults",
        "perSecond",
        "Pages that had to be read back from disk.",
        {
          "{{instance}}": `instance:node_memory_major_faults:rate5m{${on}}`,
        },
        { alert: "NodeMemoryMajorPagesFaults" },
      ),
    ),
    row(
      "Disks",
      timeseries(
        "Free space",
        "ratio",
        "Free share of each filesystem.",
        {
          "{{instance}} {{mountpoint}}": `instance_mountpoint:node_filesystem_avail:ratio{${on}}`,
        },
        { alert: "NodeFilesystemAlmostOutOfSpace", max: 1 },
      ),
      timeseries(
        "Free inodes",
        "ratio",
        "Free share of each filesystem's inodes.",
        {
          "{{instance}} {{mountpoint}}": `instance_mountpoint:node_filesystem_files_free:ratio{${on}}`,
        },
        { alert: "NodeFilesystemAlmostOutOfFiles", max: 1 },
      ),
      timeseries(
        "Disk utilisation",
        "ratio",
        "Share of time in which the disk had work.",
        {
          "{{instance}} {{device}}": `instance_device:node_disk_utilisation:ratio_rate5m{${on}}`,
        },
        { max: 1 },
      ),
      timeseries(
        "Disk queue",
        "count",
        "Requests waiting for the disk.",
        {
          "{{instance}} {{device}}": `instance_device:node_disk_queue_length:rate5m{${on}}`,
        },
        { alert: "NodeDiskIOSaturation" },
      ),
    ),
    row(
      "Network and system",
      timeseries("Received", "bytesPerSecond", "Bytes received from other machines.", {
        "{{instance}}": `instance:node_network_receive_bytes:rate5m{${on}}`,
      }),
      timeseries("Sent", "bytesPerSecond", "Bytes sent to other machines.", {
        "{{instance}}": `instance:node_network_transmit_bytes:rate5m{${on}}`,
      }),
      timeseries(
        "Open files",
        "ratio",
        "Share of the files that the kernel allows to be open.",
        {
          "{{instance}}": `node_filefd_allocated{${on}} / node_filefd_maximum{${on}}`,
        },
        { alert: "NodeFileDescriptorLimit", max: 1 },
      ),
      timeseries(
        "Clock offset",
        "seconds",
        "Distance of the clock from its reference.",
        {
          "{{instance}}": `abs(node_timex_offset_seconds{${on}})`,
        },
        { alert: "NodeClockSkewDetected" },
      ),
      timeseries("Uptime", "seconds", "Time since the host started.", {
        "{{instance}}": `time() - node_boot_time_seconds{${on}}`,
      }),
    ),
  ],
});
