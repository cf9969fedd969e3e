// What can go wrong with a Node.js process, whatever it does; its requests are the matter of the mixin service.
import { type Alert, alert } from "../../rules";

const GIB = 2 ** 30;

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
    name: "NodejsHeapNearLimit",
    // prom-client does not tell V8's limit. By itself Node.js takes half of the memory there is, and at most 2 GiB on hosts
    // with less than 16 GiB; where it has another limit, the settings should say 85 % and 95 % of that.
    expr: "instance:nodejs_old_generation_used_bytes:min1m",
    above: { warning: 0.85 * 2 * GIB, critical: 0.95 * 2 * GIB },
    unit: "bytes",
    // Short, because the lowest of a minute takes a minute by itself.
    for: { warning: "5m", critical: "20s" },
    summary: "The heap of {{ $labels.instance }} of {{ $labels.service }} is close to its limit",
    description:
      "{{ $value | humanize1024 }}B stay in it after collections; at the limit the process ends with out of memory.",
  }),
  alert({
    name: "NodejsGarbageCollectionHigh",
    expr: "instance:nodejs_gc_time:ratio_rate5m",
    above: { warning: 0.1 },
    unit: "ratio",
    for: "5m",
    summary: "{{ $labels.instance }} of {{ $labels.service }} is busy collecting garbage",
    description: "It spends {{ $value | humanizePercentage }} of its time on it, in which it answers nothing.",
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
    description: "The process was started {{ $value | humanize }} times anew in 15 minutes.",
  }),
];
