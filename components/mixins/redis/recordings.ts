// How full, how fast and how useful a Redis instance is, computed once.
import { type Recording, recording } from "../../rules";

const service = ["service", "team"];
const instance = ["instance", "service", "team", "host", "job"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:redis_memory_used:ratio",
    expr: "redis_memory_used_bytes / (redis_memory_max_bytes > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:redis_connected_clients:ratio",
    expr: "redis_connected_clients / (redis_config_maxclients > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:redis_keyspace_lookups:rate5m",
    expr: "rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:redis_keyspace_hits:ratio_rate5m",
    expr: "rate(redis_keyspace_hits_total[5m]) / (instance:redis_keyspace_lookups:rate5m > 0)",
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:redis_commands_processed:rate5m",
    expr: "rate(redis_commands_processed_total[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:redis_commands_duration_seconds:mean_rate5m",
    expr: `sum without (cmd) (rate(redis_commands_duration_seconds_total[5m]))
      / (sum without (cmd) (rate(redis_commands_total[5m])) > 0)`,
    unit: "seconds",
    labels: instance,
  }),
  recording({
    record: "instance:redis_evicted_keys:rate5m",
    expr: "rate(redis_evicted_keys_total[5m])",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "service:redis_masters:count",
    // Nothing where there is none.
    expr: 'count by (service, team) (redis_instance_info{role="master"})',
    unit: "count",
    labels: service,
  }),
];
