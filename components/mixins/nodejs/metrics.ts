// What a Node.js process exposes about itself with `collectDefaultMetrics()` of prom-client.
//
// nodejs_eventloop_lag_seconds is not used: it is one measurement, made while the metrics are read.
import { type Catalogue, counter, gauge, histogram } from "../../rules";

const SPACES = [
  "code",
  "code_large_object",
  "large_object",
  "new",
  "new_large_object",
  "old",
  "read_only",
  "shared",
  "shared_large_object",
];

export const metrics: Catalogue = {
  exporter: "prom-client",
  version: "15.1.3",
  source: "https://github.com/siimon/prom-client/tree/v15.1.3/lib/metrics",
  // Counted in Node.js 20 under load: the default metrics alone. What else the process tells comes on top.
  series: { expected: 84 },
  present: { metrics: ["nodejs_eventloop_lag_p99_seconds", "process_resident_memory_bytes"] },
  metrics: [
    gauge(
      "nodejs_eventloop_lag_p50_seconds",
      "seconds",
      "Median delay of the event loop since the last scrape; the timer's own 10 ms are in it.",
    ),
    gauge(
      "nodejs_eventloop_lag_p99_seconds",
      "seconds",
      "99th percentile of the delay since the last scrape; the timer's own 10 ms are in it.",
    ),
    gauge("nodejs_heap_size_used_bytes", "bytes", "Heap in use, garbage included."),
    gauge("nodejs_heap_size_total_bytes", "bytes", "Heap taken from the system so far; not its limit."),
    gauge("nodejs_heap_space_size_used_bytes", "bytes", "Heap in use by space, garbage included.", { space: SPACES }),
    gauge("nodejs_external_memory_bytes", "bytes", "Memory of buffers and other objects outside the heap."),
    histogram(
      "nodejs_gc_duration_seconds",
      "seconds",
      "Time spent in garbage collection.",
      { kind: ["incremental", "major", "minor", "weakcb"] },
      6,
    ),
    gauge("nodejs_active_handles", "count", "Open sockets, servers, timers and the like.", { type: 10 }),
    gauge("nodejs_version_info", "boolean", "1, with the version as labels.", {
      version: 1,
      major: 1,
      minor: 1,
      patch: 1,
    }),
    counter("process_cpu_seconds_total", "seconds", "CPU time used."),
    gauge("process_resident_memory_bytes", "bytes", "Memory of the process that lies in RAM."),
    gauge("process_open_fds", "count", "Open file descriptors; only on Linux."),
    gauge("process_max_fds", "count", "File descriptors that the process may open; only on Linux."),
    gauge("process_start_time_seconds", "timestamp", "When the process started."),
  ],
};
