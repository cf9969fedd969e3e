// Redis at a glance: is it up, then what it does, its memory, its clients, and its copies.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-redis",
  title: "Redis",
  description: "Traffic, memory, clients, replication and persistence of each Redis instance.",
  tags: ["data"],
  variables: [variable("service", 'up{job="redis"}'), variable("instance", 'up{job="redis"}')],
  rows: [
    row(
      "State",
      stat(
        "Instances up",
        "ratio",
        "Share of the instances that answer.",
        { up: `avg(redis_up{${on}} or up{job="redis",${on}})` },
        { alert: "RedisDown" },
      ),
      stat("Fullest memory", "ratio", "The highest share of maxmemory that any instance uses.", {
        fullest: `max(instance:redis_memory_used:ratio{${on}})`,
      }),
      stat("Lowest hit rate", "ratio", "The smallest share of keys that any instance found.", {
        lowest: `min(instance:redis_keyspace_hits:ratio_rate5m{${on}})`,
      }),
      stat("Commands", "perSecond", "Commands that all instances process together.", {
        commands: `sum(instance:redis_commands_processed:rate5m{${on}})`,
      }),
    ),
    row(
      "Traffic",
      timeseries("Commands by instance", "perSecond", "Commands processed.", {
        "{{instance}}": `instance:redis_commands_processed:rate5m{${on}}`,
      }),
      timeseries("Command duration", "seconds", "Mean time that a command takes, without the network.", {
        "{{instance}}": `instance:redis_commands_duration_seconds:mean_rate5m{${on}}`,
      }),
      timeseries(
        "Hit rate",
        "ratio",
        "Share of the keys asked for that were there.",
        { "{{instance}}": `instance:redis_keyspace_hits:ratio_rate5m{${on}}` },
        { alert: "RedisHitRateLow", max: 1 },
      ),
      timeseries("Network", "bytesPerSecond", "Bytes received and sent.", {
        "{{instance}} in": `rate(redis_net_input_bytes_total{${on}}[5m])`,
        "{{instance}} out": `rate(redis_net_output_bytes_total{${on}}[5m])`,
      }),
    ),
    row(
      "Memory and keys",
      timeseries(
        "Memory of maxmemory",
        "ratio",
        "Share of the limit in use; a cache that may evict any key is full by design. Nothing without a limit.",
        { "{{instance}}": `instance:redis_memory_used:ratio{${on}}` },
        { alert: "RedisOutOfConfiguredMaxmemory" },
      ),
      timeseries("Memory", "bytes", "Memory allocated, and what the process holds of the host's.", {
        "{{instance}} allocated": `redis_memory_used_bytes{${on}}`,
        "{{instance}} resident": `redis_memory_used_rss_bytes{${on}}`,
      }),
      timeseries(
        "Memory of the host",
        "ratio",
        "Share of the host's memory that Redis holds; needs -include-system-metrics.",
        { "{{instance}}": `redis_memory_used_rss_bytes{${on}} / (redis_total_system_memory_bytes{${on}} > 0)` },
        { alert: "RedisOutOfSystemMemory", max: 1 },
      ),
      timeseries("Keys", "count", "Keys in all databases.", {
        "{{instance}}": `sum without (db) (redis_db_keys{${on}})`,
      }),
      timeseries("Keys removed", "perSecond", "Keys evicted to make room, and keys whose time was over.", {
        "{{instance}} evicted": `instance:redis_evicted_keys:rate5m{${on}}`,
        "{{instance}} expired": `rate(redis_expired_keys_total{${on}}[5m])`,
      }),
    ),
    row(
      "Clients",
      timeseries(
        "Connections of maxclients",
        "ratio",
        "Share of the connections allowed that are open.",
        { "{{instance}}": `instance:redis_connected_clients:ratio{${on}}` },
        { alert: "RedisTooManyConnections", max: 1 },
      ),
      timeseries("Clients", "count", "Open connections, and those that wait in a blocking command.", {
        "{{instance}} connected": `redis_connected_clients{${on}}`,
        "{{instance}} blocked": `redis_blocked_clients{${on}}`,
      }),
      timeseries(
        "Refused connections",
        "count",
        "Connections refused in five minutes because of maxclients.",
        { "{{instance}}": `round(increase(redis_rejected_connections_total{${on}}[5m]))` },
        { alert: "RedisRejectedConnections" },
      ),
    ),
    row(
      "Replication and persistence",
      timeseries("Replicas", "count", "Replicas connected to each instance.", {
        "{{instance}}": `redis_connected_slaves{${on}}`,
      }),
      timeseries(
        "Primaries",
        "count",
        "Instances of each service that take writes.",
        { "{{service}}": 'service:redis_masters:count{service=~"$service"}' },
        { alert: "RedisTooManyMasters" },
      ),
      timeseries("Replica silence", "seconds", "Time since each replica last reported to its primary.", {
        "{{instance}} ← {{slave_ip}}:{{slave_port}}": `redis_connected_slave_lag_seconds{${on}}`,
      }),
      timeseries(
        "Age of the last snapshot",
        "seconds",
        "Time since the data was last saved.",
        { "{{instance}}": `time() - redis_rdb_last_save_timestamp_seconds{${on}}` },
        { alert: "RedisMissingBackup" },
      ),
      timeseries("Uptime", "seconds", "Time since Redis started.", {
        "{{instance}}": `redis_uptime_in_seconds{${on}}`,
      }),
    ),
  ],
});
