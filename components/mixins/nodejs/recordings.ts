// What a Node.js process uses, computed once.
import { type Recording, recording } from "../../rules";

const labels = ["job", "instance", "service", "team", "host"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:nodejs_old_generation_used_bytes:min1m",
    // The lowest of a minute: what lies there between two collections is mostly garbage.
    expr: `sum without (space) (min_over_time(nodejs_heap_space_size_used_bytes{job="nodejs",space=~"old|large_object"}[1m]))`,
    unit: "bytes",
    labels,
  }),
  recording({
    record: "instance:nodejs_old_generation_used_bytes:ratio1d",
    // Against the same hour of yesterday, so that a busy afternoon is no growth.
    expr: `min_over_time(instance:nodejs_old_generation_used_bytes:min1m[1h])
      / (min_over_time(instance:nodejs_old_generation_used_bytes:min1m[1h] offset 1d) > 0)`,
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance:nodejs_gc_time:ratio_rate5m",
    expr: 'sum without (kind) (rate(nodejs_gc_duration_seconds_sum{job="nodejs"}[5m]))',
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance:nodejs_cpu:ratio_rate5m",
    expr: 'rate(process_cpu_seconds_total{job="nodejs"}[5m])',
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance:nodejs_file_descriptors:ratio",
    expr: 'process_open_fds{job="nodejs"} / (process_max_fds{job="nodejs"} > 0)',
    unit: "ratio",
    labels,
  }),
  recording({
    record: "instance:nodejs_restarts:changes15m",
    expr: 'changes(process_start_time_seconds{job="nodejs"}[15m])',
    unit: "count",
    labels,
  }),
];
