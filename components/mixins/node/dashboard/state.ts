// What is broken: hosts that are gone, and the worst of each resource.
import { row, stat } from "../../../dashboards";
import { on } from "./on";

export const state = row(
  "State",
  stat(
    "Hosts up",
    "ratio",
    "Share of the hosts that answer.",
    { up: `sum(up{job="node",${on}}) / count(up{job="node",${on}})` },
    { alert: "InstanceDown" },
  ),
  stat(
    "Busiest CPU",
    "ratio",
    "The highest CPU utilisation of any host.",
    { busiest: `max(instance:node_cpu_utilisation:ratio_rate5m{${on}})` },
    { alert: "NodeCPUHighUsage" },
  ),
  stat(
    "Fullest memory",
    "ratio",
    "The highest memory utilisation of any host.",
    { fullest: `max(instance:node_memory_utilisation:ratio{${on}})` },
    { alert: "NodeMemoryHighUtilization" },
  ),
  stat(
    "Least disk space",
    "ratio",
    "The smallest free share of any filesystem.",
    { least: `min(instance_mountpoint:node_filesystem_avail:ratio{${on}})` },
    { alert: "NodeFilesystemAlmostOutOfSpace" },
  ),
);
