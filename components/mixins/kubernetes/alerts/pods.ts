// What can go wrong with single pods and their containers.
import { type Alert, alert } from "../../../rules";
import { CONTAINER, each, POD } from "../objects";

/** Containers that wait for something other than what has its own alert or is a step on the way. */
const WAITING = 'reason!~"CrashLoopBackOff|PodInitializing"';

export const podAlerts: readonly Alert[] = [
  alert({
    name: "KubePodCrashLooping",
    // Between two waits it runs for a while, up to five minutes without an end of the alert. From 1.33 on, a kubelet shows only waits
    // of over a minute, which begins five minutes after the first end: with the time below, a quarter of an hour in all.
    expr: `${each(CONTAINER, 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])')} == 1
      or ${each(CONTAINER, 'max_over_time(kube_pod_init_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])')} == 1`,
    severity: "warning",
    for: "8m",
    summary:
      "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} of {{ $labels.service }} is in CrashLoopBackOff",
    description: "It ends soon after each start, and Kubernetes waits longer and longer before the next.",
  }),
  alert({
    name: "KubePodNotReady",
    // A pod that has no node yet says nothing of readiness, so that what counts is that none says ready.
    expr: `max by (${POD}) (kube_pod_status_phase{phase=~"Pending|Running|Unknown"} == 1)
      unless on (${POD}) (kube_pod_status_ready{condition="true"} == 1)
      unless on (${POD}) kube_pod_owner{owner_kind="Job"}`,
    severity: "warning",
    for: "13m",
    summary: "Pod {{ $labels.namespace }}/{{ $labels.pod }} of {{ $labels.service }} is not ready",
    description: "It finds no node, does not start, or fails its readiness probe; no traffic goes to it.",
  }),
  alert({
    name: "KubeContainerWaiting",
    // Whatever the reason: a failing pull has two by turns.
    expr: `max by (${CONTAINER}) (kube_pod_container_status_waiting_reason{${WAITING}}
      or kube_pod_init_container_status_waiting_reason{${WAITING}}) == 1`,
    severity: "warning",
    for: "13m",
    summary:
      "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} of {{ $labels.service }} does not start",
    description: "It waits: for its image, for a volume, or for a secret or config map that is not there.",
  }),
  alert({
    name: "KubeContainerOomKilled",
    // Rounded, because increase() extrapolates.
    expr: `round(${each(CONTAINER, "increase(kube_pod_container_status_restarts_total[10m])")})
      and on (${CONTAINER}) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1`,
    above: { warning: 0 },
    for: "0s",
    summary:
      "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} of {{ $labels.service }} ran out of memory",
    description:
      "The kernel killed it at its memory limit; it restarted {{ $value | humanize }} times in ten minutes, and lost what it was doing.",
  }),
  alert({
    name: "KubeContainerMemoryNearLimit",
    expr: "namespace_pod_container:container_memory_utilisation:ratio",
    above: { warning: 0.9 },
    unit: "ratio",
    for: "5m",
    summary: "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is close to its memory limit",
    description: "It uses {{ $value | humanizePercentage }} of it; at the limit the kernel kills it.",
  }),
  alert({
    name: "KubeContainerCPUThrottlingHigh",
    expr: "namespace_pod_container:container_cpu_throttled_periods:ratio_rate5m",
    above: { info: 0.25 },
    unit: "ratio",
    for: "15m",
    summary: "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is slowed down by its CPU limit",
    description: "It was stopped in {{ $value | humanizePercentage }} of the periods in which it had work.",
  }),
];
