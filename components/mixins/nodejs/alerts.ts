// What can go wrong with a Node.js process, whatever it does; its requests are the matter of the mixin service.
//
// Left out: how close the heap is to its limit, which prom-client does not tell (its issue 632). The limit is anything from
// half the memory of a small container to 4 GiB or what --max-old-space-size says, so no number of bytes fits. A heap that
// comes near it shows in time as NodejsGarbageCollectionHigh and then as NodejsEventLoopLagHigh. Left out too: a heap that
// grows from day to day. It is drawn against yesterday, and what becomes of it tells NodejsMemoryHigh.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "NodejsDown",
    expr: 'up{job="nodejs"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "{{ $labels.instance }} of {{ $labels.service }} does not answer",
    description:
      "Its metrics could not be read: the process has ended, cannot be reached, or its event loop is blocked.",
  }),
  alert({
    name: "NodejsEventLoopLagHigh",
    expr: 'nodejs_eventloop_lag_p99_seconds{job="nodejs"}',
    above: { warning: 0.1, critical: 0.5 },
    unit: "seconds",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "The event loop of {{ $labels.instance }} of {{ $labels.service }} is blocked again and again",
    description: "One turn in a hundred waits {{ $value | humanizeDuration }}, and every request under way with it.",
  }),
  alert({
    name: "NodejsGarbageCollectionHigh",
    expr: "instance:nodejs_gc_time:ratio_rate5m",
    above: { warning: 0.1 },
    unit: "ratio",
    for: "5m",
    summary: "{{ $labels.instance }} of {{ $labels.service }} spends much of its time in garbage collection",
    description:
      "It spends {{ $value | humanizePercentage }} of its time on it, in which it answers nothing; its heap may be near its limit.",
  }),
  alert({
    name: "NodejsMemoryHigh",
    expr: 'process_resident_memory_bytes{job="nodejs"}',
    above: { warning: 900_000_000 },
    unit: "bytes",
    for: "5m",
    summary: "{{ $labels.instance }} of {{ $labels.service }} uses much memory",
    description: "It holds {{ $value | humanize1024 }}B, heap, buffers and code together.",
  }),
  alert({
    name: "NodejsFileDescriptorLimit",
    expr: "instance:nodejs_file_descriptors:ratio",
    above: { warning: 0.8, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    summary: "{{ $labels.instance }} of {{ $labels.service }} is close to its limit of open files",
    description:
      "{{ $value | humanizePercentage }} of the descriptors it may have are open; beyond it, connections and files fail with EMFILE.",
  }),
  alert({
    name: "NodejsRestarting",
    expr: "instance:nodejs_restarts:changes15m",
    above: { warning: 2 },
    for: "0s",
    summary: "{{ $labels.instance }} of {{ $labels.service }} restarts again and again",
    description: "The process was restarted {{ $value | humanize }} times in 15 minutes.",
  }),
];
