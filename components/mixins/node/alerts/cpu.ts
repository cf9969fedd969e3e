// CPUs: how busy they are, and what they wait for.
import { type Alert, alert } from "../../../rules";

export const cpu: readonly Alert[] = [
  alert({
    name: "NodeCPUHighUsage",
    expr: "instance:node_cpu_utilisation:ratio_rate5m",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "2m",
    summary: "The CPUs of {{ $labels.instance }} are busy",
    description: "They worked {{ $value | humanizePercentage }} of the last five minutes.",
  }),
  alert({
    name: "NodeCPUHighIowait",
    expr: 'instance_mode:node_cpu_time:ratio_rate5m{mode="iowait"}',
    above: { warning: 0.2 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.instance }} waits for its disks",
    description:
      "Its CPUs spent {{ $value | humanizePercentage }} of the last five minutes waiting for input and output.",
  }),
  alert({
    name: "NodeCPUStealNoisyNeighbor",
    expr: 'instance_mode:node_cpu_time:ratio_rate5m{mode="steal"}',
    above: { warning: 0.1 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.instance }} does not get the CPU it was given",
    description:
      "The hypervisor kept {{ $value | humanizePercentage }} of its CPU time: a noisy neighbour, or CPU credits used up.",
  }),
  alert({
    name: "NodeSystemSaturation",
    expr: "instance:node_load_per_cpu:ratio",
    above: { warning: 2 },
    for: "10m",
    summary: "{{ $labels.instance }} has more work than CPUs",
    description: "{{ $value | humanize }} tasks a CPU run or wait: everything on the host gets slower.",
  }),
];
