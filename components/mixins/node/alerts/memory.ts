// Memory, swap, and what the kernel does when there is none.
import { type Alert, alert } from "../../../rules";

export const memory: readonly Alert[] = [
  alert({
    name: "NodeMemoryHighUtilization",
    expr: "instance:node_memory_utilisation:ratio",
    above: { warning: 0.9, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    summary: "{{ $labels.instance }} is short of memory",
    description:
      "{{ $value | humanizePercentage }} of its memory is in use; at the end of it the kernel kills processes.",
  }),
  alert({
    name: "NodeMemoryMajorPagesFaults",
    expr: "instance:node_memory_major_faults:rate5m",
    above: { warning: 500 },
    unit: "perSecond",
    for: "10m",
    summary: "{{ $labels.instance }} reads its memory from disk",
    description: "{{ $value | humanize }} major page faults a second: programs wait for pages that were pushed out.",
  }),
  alert({
    name: "NodeOomKillDetected",
    // Also counts what is killed at a container's own limit; where containers are watched, their alerts say so, and are waited for.
    expr: "round(increase(node_vmstat_oom_kill[5m]))",
    above: { warning: 0 },
    for: "1m",
    summary: "A process on {{ $labels.instance }} was OOM-killed",
    description: "The kernel killed {{ $value | humanize }} processes in the last five minutes.",
  }),
  alert({
    name: "NodeSwapIsFillingUp",
    expr: "1 - node_memory_SwapFree_bytes / (node_memory_SwapTotal_bytes > 0)",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "10m",
    summary: "The swap of {{ $labels.instance }} fills up",
    description: "{{ $value | humanizePercentage }} of it is in use.",
  }),
];
