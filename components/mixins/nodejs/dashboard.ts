// Node.js processes at a glance: are they up, then event loop, memory, garbage collection and resources of each.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'job="nodejs",service=~"$service",instance=~"$instance"';
const each = "{{service}} {{instance}}";

export const dashboard = declare({
  uid: "tocsin-nodejs",
  title: "Node.js",
  description: "Event loop, heap, garbage collection and resources of each Node.js process.",
  tags: ["application"],
  variables: [variable("service", 'up{job="nodejs"}'), variable("instance", 'up{job="nodejs"}')],
  rows: [
    row(
      "State",
      stat(
        "Processes up",
        "ratio",
        "Share of the processes that answer.",
        { up: `sum(up{${on}}) / count(up{${on}})` },
        { alert: "NodejsDown" },
      ),
      stat(
        "Longest lag",
        "seconds",
        "The longest delay of any event loop, 99th percentile.",
        { longest: `max(nodejs_eventloop_lag_p99_seconds{${on}})` },
        { alert: "NodejsEventLoopLagHigh" },
      ),
      stat(
        "Most memory",
        "bytes",
        "The most memory that any process holds.",
        { most: `max(process_resident_memory_bytes{${on}})` },
        { alert: "NodejsMemoryHigh" },
      ),
      stat(
        "Restarts",
        "count",
        "Restarts in 15 minutes, of the process with most of them.",
        { restarts: `max(instance:nodejs_restarts:changes15m{${on}})` },
        { alert: "NodejsRestarting" },
      ),
    ),
    row(
      "Event loop",
      timeseries(
        "Event loop lag (p99)",
        "seconds",
        "One turn in a hundred waits longer; 10 ms are the measurement's own.",
        { [each]: `nodejs_eventloop_lag_p99_seconds{${on}}` },
        { alert: "NodejsEventLoopLagHigh" },
      ),
      timeseries("Event loop lag (p50)", "seconds", "Half of the turns wait longer.", {
        [each]: `nodejs_eventloop_lag_p50_seconds{${on}}`,
      }),
      timeseries("CPU", "ratio", "CPU time a second; JavaScript alone cannot use more than one CPU.", {
        [each]: `instance:nodejs_cpu:ratio_rate5m{${on}}`,
      }),
      timeseries(
        "Time in garbage collection",
        "ratio",
        "Share of the time in which nothing else runs.",
        { [each]: `instance:nodejs_gc_time:ratio_rate5m{${on}}` },
        { alert: "NodejsGarbageCollectionHigh" },
      ),
    ),
    row(
      "Memory",
      timeseries(
        "Resident memory",
        "bytes",
        "Heap, buffers and code in RAM.",
        { [each]: `process_resident_memory_bytes{${on}}` },
        { alert: "NodejsMemoryHigh" },
      ),
      timeseries(
        "Heap against yesterday",
        "ratio",
        "What stays in the heap after collections, as a share of yesterday's at this time; a leak stays above 1, whatever the load.",
        { [each]: `instance:nodejs_old_generation_used_bytes:ratio1d{${on}}` },
      ),
      timeseries(
        "Old generation after collections",
        "bytes",
        "What stays in the heap; a leak grows here until the process ends at V8's limit.",
        { [each]: `instance:nodejs_old_generation_used_bytes:min1m{${on}}` },
        { width: 24 },
      ),
      timeseries("Heap", "bytes", "Heap in use and taken from the system.", {
        [`${each} used`]: `nodejs_heap_size_used_bytes{${on}}`,
        [`${each} total`]: `nodejs_heap_size_total_bytes{${on}}`,
      }),
      timeseries("Outside the heap", "bytes", "Buffers and other memory outside the heap.", {
        [each]: `nodejs_external_memory_bytes{${on}}`,
      }),
    ),
    row(
      "Resources",
      timeseries(
        "File descriptors",
        "ratio",
        "Share of those that the process may open.",
        { [each]: `instance:nodejs_file_descriptors:ratio{${on}}` },
        { alert: "NodejsFileDescriptorLimit", max: 1 },
      ),
      timeseries("Handles", "count", "Open sockets, servers, timers and the like, by type.", {
        [`${each} {{type}}`]: `nodejs_active_handles{${on}}`,
      }),
      timeseries("Uptime", "seconds", "Time since the process started.", {
        [each]: `time() - process_start_time_seconds{${on}}`,
      }),
      table(
        "Versions",
        "count",
        "Processes by version of Node.js.",
        { Processes: `count by (service, version) (nodejs_version_info{${on}})` },
        { width: 12 },
      ),
    ),
  ],
});
