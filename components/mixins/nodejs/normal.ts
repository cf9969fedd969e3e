// A healthy Node.js process: a fifth of a CPU and 230 MiB.
import { about, always, around, type Normal, observed, startTime, traffic } from "../../rules";

const MIB = 1024 ** 2;

/** The buckets that prom-client gives to the duration of collections. */
const bounds = [0.001, 0.01, 0.1, 1, 2, 5];

const process: Normal = {
  nodejs_eventloop_lag_p50_seconds: around(0.0102, 0.01),
  nodejs_eventloop_lag_p99_seconds: around(0.024),
  nodejs_heap_size_used_bytes: around(96 * MIB, 0.2),
  nodejs_heap_size_total_bytes: around(130 * MIB, 0.1),
  nodejs_heap_space_size_used_bytes: [
    [{ space: "read_only" }, always(0)],
    [{ space: "new" }, around(9 * MIB, 0.5)],
    [{ space: "old" }, around(78 * MIB, 0.15)],
    [{ space: "code" }, always(3 * MIB)],
    [{ space: "shared" }, always(0)],
    [{ space: "new_large_object" }, always(0)],
    [{ space: "large_object" }, around(6 * MIB, 0.3)],
    [{ space: "code_large_object" }, always(0)],
    [{ space: "shared_large_object" }, always(0)],
  ],
  nodejs_external_memory_bytes: around(14 * MIB),
  nodejs_gc_duration_seconds: [
    [{ kind: "minor" }, observed({ perSecond: 2, median: 0.0015, bounds })],
    [{ kind: "major" }, observed({ perSecond: 0.03, median: 0.006, bounds })],
    [{ kind: "incremental" }, observed({ perSecond: 0.03, median: 0.002, bounds })],
    [{ kind: "weakcb" }, observed({ perSecond: 0.02, median: 0.0003, bounds })],
  ],
  nodejs_active_handles: [
    [{ type: "Server" }, always(1)],
    [{ type: "Socket" }, about(24)],
    [{ type: "WriteStream" }, always(2)],
  ],
  nodejs_version_info: [[{ version: "v20.20.2", major: "20", minor: "20", patch: "2" }, always(1)]],
  process_cpu_seconds_total: traffic(0.2),
  process_resident_memory_bytes: around(230 * MIB, 0.1),
  process_open_fds: about(52),
  process_max_fds: always(65_536),
  process_start_time_seconds: startTime,
};

export const normal: readonly Normal[] = [process];
