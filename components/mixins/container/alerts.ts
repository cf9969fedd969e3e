// What can go wrong with a container. Its network is left out: it is the host's, and node exporter reports it.
//
// A container that is gone says nothing of its memory: the recordings hold only what cAdvisor has just seen. So nothing has
// to be inhibited by name, and the alerts of other containers of the same service are not inhibited with it.
import { type Alert, alert } from "../../rules";

const SEEN = "instance_name:container_last_seen:max";

export const alerts: readonly Alert[] = [
  alert({
    name: "ContainerExporterDown",
    expr: 'up{job="container"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "The containers of {{ $labels.instance }} are not watched",
    description: "Its cAdvisor could not be scraped: nothing is known of any container there until it answers.",
  }),
  alert({
    name: "ContainerKilled",
    // What ran for less than five minutes was a task that is done. Half an hour later nobody waits for it any more.
    expr: `time() - max_over_time(${SEEN}[30m])
      and on (job, instance) up{job="container"} == 1
      and (max_over_time(${SEEN}[30m]) - min_over_time(${SEEN}[30m])) >= 300`,
    above: { warning: 60 },
    unit: "seconds",
    for: "30s",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} is gone",
    description: "It was last seen {{ $value | humanizeDuration }} ago, after it had run for minutes at least.",
  }),
  alert({
    name: "ContainerAbsent",
    expr: `up{job="container"} == 1 unless on (job, instance) (time() - ${SEEN} < 60)`,
    severity: "warning",
    for: "5m",
    summary: "No container runs on {{ $labels.instance }}",
    description: "cAdvisor answers and sees none: Docker has stopped, or cAdvisor cannot reach it.",
  }),
  alert({
    name: "ContainerHighCpuUtilization",
    expr: "instance_name:container_cpu_utilisation:ratio_rate5m",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "5m",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} is short of CPU",
    description:
      "It used {{ $value | humanizePercentage }} of its CPU limit, or of the host's CPUs where it has none, over five minutes.",
  }),
  alert({
    name: "ContainerHighThrottleRate",
    expr: "instance_name:container_cpu_throttled_periods:ratio_rate5m",
    above: { warning: 0.25 },
    unit: "ratio",
    for: "5m",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} is slowed down by its CPU limit",
    description: "It was stopped in {{ $value | humanizePercentage }} of the periods in which it had work.",
  }),
  alert({
    name: "ContainerHighMemoryUsage",
    expr: "instance_name:container_memory_utilisation:ratio",
    above: { warning: 0.85, critical: 0.95 },
    unit: "ratio",
    for: { warning: "3m", critical: "1m" },
    symptom: true,
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} is close to its memory limit",
    description: "It uses {{ $value | humanizePercentage }} of it; at the limit the kernel kills its processes.",
  }),
  alert({
    name: "ContainerOomKilled",
    // The series ends with its container: a killed main process shows as ContainerKilled or ContainerRestarting.
    expr: `round(sum by (job, instance, service, team, host, name) (increase(container_oom_events_total{job="container",name!=""}[5m])))`,
    above: { warning: 0 },
    for: "0s",
    summary: "A process of container {{ $labels.name }} on {{ $labels.instance }} was OOM-killed",
    description: "The kernel killed {{ $value | humanize }} of its processes in the last five minutes.",
  }),
  alert({
    name: "ContainerRestarting",
    expr: "instance_name:container_restarts:increase15m",
    above: { warning: 2 },
    for: "0s",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} restarts again and again",
    description: "It was restarted {{ $value | humanize }} times in 15 minutes.",
  }),
  alert({
    name: "ContainerVolumeUsage",
    // Half of a disk: that is no scratch file, but data or logs written to the wrong place.
    expr: "instance_name_device:container_fs_usage:ratio",
    above: { warning: 0.5 },
    unit: "ratio",
    for: "10m",
    summary: "Container {{ $labels.name }} on {{ $labels.instance }} fills the host's disk",
    description: "Its own layer takes {{ $value | humanizePercentage }} of {{ $labels.device }}.",
  }),
];
