// Utilisation, saturation and errors of a host (the USE method), computed once.
import { type Recording, recording } from "../../rules";

/** Filesystems that hold data: no memory-backed, layered or read-only images. */
export const DATA = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|nsfs|fuse.*",mountpoint!=""';

/** Never a link to other machines: loopback, and the host's ends of containers, pods and their bridges. */
const INNER = "lo|veth.*|docker.*|br-.*|cni.*|flannel.*|cali.*|lxc.*|cilium.*|eni.*|azv.*|ifb.*";

/** What carries its bytes through another interface, by the usual names: bonds, bridges, VLANs, guests, tunnels. */
const UPPER = "bond.*|team.*|.*br[0-9]+|vlan.*|.*[.][0-9]+|vnet.*|tap.*|tun.*|wg.*|vxlan.*";

/** Interfaces that leave the host, each looked at by itself: a bond as well as its members. */
export const LINK = `device!~"${INNER}"`;

/** Interfaces whose bytes no other one counts again, so that their sum is what the host received or sent. */
const LOWEST = `device!~"${INNER}|${UPPER}"`;

const instance = ["instance", "service", "team", "host", "job"];
const device = [...instance, "device"];
const filesystem = [...device, "fstype", "mountpoint"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:node_cpu_utilisation:ratio_rate5m",
    // Over the time of all modes, not over the window: on a host just added the window is not yet covered.
    expr: `1 - sum without (cpu, mode) (rate(node_cpu_seconds_total{mode=~"idle|iowait|steal"}[5m]))
      / sum without (cpu, mode) (rate(node_cpu_seconds_total[5m]))`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance_mode:node_cpu_time:ratio_rate5m",
    expr: "avg without (cpu) (rate(node_cpu_seconds_total[5m]))",
    unit: "ratio",
    labels: [...instance, "mode"],
  }),
  recording({
    record: "instance:node_load_per_cpu:ratio",
    expr: `node_load1 / on (instance, job) group_left count by (instance, job) (node_cpu_seconds_total{mode="idle"})`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:node_memory_utilisation:ratio",
    expr: "1 - node_memory_MemAvailable_bytes / (node_memory_MemTotal_bytes > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:node_memory_major_faults:rate5m",
    expr: "rate(node_vmstat_pgmajfault[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance_mountpoint:node_filesystem_avail:ratio",
    expr: `(node_filesystem_avail_bytes{${DATA}} / (node_filesystem_size_bytes{${DATA}} > 0)) and node_filesystem_readonly{${DATA}} == 0`,
    unit: "ratio",
    labels: filesystem,
  }),
  recording({
    record: "instance_mountpoint:node_filesystem_files_free:ratio",
    expr: `(node_filesystem_files_free{${DATA}} / (node_filesystem_files{${DATA}} > 0)) and node_filesystem_readonly{${DATA}} == 0`,
    unit: "ratio",
    labels: filesystem,
  }),
  recording({
    record: "instance_device:node_disk_utilisation:ratio_rate5m",
    expr: "rate(node_disk_io_time_seconds_total[5m])",
    unit: "ratio",
    labels: device,
  }),
  recording({
    record: "instance_device:node_disk_queue_length:rate5m",
    expr: "rate(node_disk_io_time_weighted_seconds_total[5m])",
    unit: "count",
    labels: device,
  }),
  recording({
    record: "instance:node_network_receive_bytes:rate5m",
    expr: `sum without (device) (rate(node_network_receive_bytes_total{${LOWEST}}[5m]))`,
    unit: "bytesPerSecond",
    labels: instance,
  }),
  recording({
    record: "instance:node_network_transmit_bytes:rate5m",
    expr: `sum without (device) (rate(node_network_transmit_bytes_total{${LOWEST}}[5m]))`,
    unit: "bytesPerSecond",
    labels: instance,
  }),
];
