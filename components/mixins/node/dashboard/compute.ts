// What hosts work with: CPU and memory, swap included.
import { row, timeseries } from "../../../dashboards";
import { on } from "./on";

export const cpu = row(
  "CPU",
  timeseries(
    "CPU utilisation",
    "ratio",
    "Share of the CPUs' time spent working.",
    { "{{instance}}": `instance:node_cpu_utilisation:ratio_rate5m{${on}}` },
    { alert: "NodeCPUHighUsage", max: 1 },
  ),
  timeseries(
    "Utilisation per core",
    "ratio",
    "Share of its time that each CPU worked; choose a host to see each of them. One that stays full among idle ones has a task that cannot spread.",
    {
      "{{instance}} CPU {{cpu}}": `1 - sum without (mode) (rate(node_cpu_seconds_total{mode=~"idle|iowait|steal",${on}}[5m]))
        / sum without (mode) (rate(node_cpu_seconds_total{${on}}[5m]))`,
    },
    { max: 1 },
  ),
  timeseries(
    "Load per CPU",
    "count",
    "Tasks that run or wait, per CPU; above 1 they queue.",
    { "{{instance}}": `instance:node_load_per_cpu:ratio{${on}}` },
    { alert: "NodeSystemSaturation", width: 8 },
  ),
  timeseries(
    "Waiting for disks",
    "ratio",
    "Share of CPU time spent waiting for input and output.",
    { "{{instance}}": `instance_mode:node_cpu_time:ratio_rate5m{mode="iowait",${on}}` },
    { alert: "NodeCPUHighIowait", max: 1, width: 8 },
  ),
  timeseries(
    "Steal",
    "ratio",
    "Share of CPU time that the hypervisor kept.",
    { "{{instance}}": `instance_mode:node_cpu_time:ratio_rate5m{mode="steal",${on}}` },
    { alert: "NodeCPUStealNoisyNeighbor", max: 1, width: 8 },
  ),
);

export const memory = row(
  "Memory",
  timeseries(
    "Memory utilisation",
    "ratio",
    "Share of memory that cannot be given to anything else.",
    { "{{instance}}": `instance:node_memory_utilisation:ratio{${on}}` },
    { alert: "NodeMemoryHighUtilization", max: 1 },
  ),
  timeseries(
    "Processes killed",
    "count",
    "Processes OOM-killed in five minutes, because the host or their container had no memory left; the normal value is 0.",
    { "{{instance}}": `round(increase(node_vmstat_oom_kill{${on}}[5m]))` },
    { alert: "NodeOomKillDetected" },
  ),
  timeseries(
    "Swap in use",
    "ratio",
    "Share of the swap space in use; worry where it is full and pages move. 0 for hosts without swap.",
    {
      "{{instance}}": `1 - node_memory_SwapFree_bytes{${on}} / (node_memory_SwapTotal_bytes{${on}} > 0)
        or 0 * node_memory_SwapTotal_bytes{${on}}`,
    },
    { alert: "NodeSwapIsFillingUp", max: 1, width: 8 },
  ),
  timeseries(
    "Swapping",
    "perSecond",
    "Pages read back from swap and written to it; where both go on for minutes, memory is too small.",
    {
      "{{instance}} in": `rate(node_vmstat_pswpin{${on}}[5m])`,
      "{{instance}} out": `rate(node_vmstat_pswpout{${on}}[5m])`,
    },
    { width: 8 },
  ),
  timeseries(
    "Major page faults",
    "perSecond",
    "Pages that had to be read back from disk.",
    { "{{instance}}": `instance:node_memory_major_faults:rate5m{${on}}` },
    { alert: "NodeMemoryMajorPagesFaults", width: 8 },
  ),
);
