// What redis_exporter gives about a Redis instance.
import { type Catalogue, counter, gauge } from "../../rules";

const command = { cmd: 250 };
/** How a replica names the primary that it follows. */
const primary = { master_host: 1, master_port: 1 };

export const metrics: Catalogue = {
  exporter: "redis_exporter",
  version: "1.45.0",
  source: "https://github.com/oliver006/redis_exporter",
  // Counted on Redis 7.0.15: 190, and 9 for each command that clients have used, of which ten are taken as usual.
  series: { expected: 280 },
  present: {
    metrics: ["redis_memory_used_bytes", "redis_connected_clients", "redis_instance_info"],
    while: "redis_up",
  },
  metrics: [
    gauge("redis_up", "boolean", "1 while Redis answers the exporter."),
    gauge("redis_instance_info", "boolean", "Always 1; says in its labels what the instance is.", {
      role: 1,
      redis_mode: 1,
      redis_version: 1,
      redis_build_id: 1,
      maxmemory_policy: 1,
      os: 1,
      process_id: 1,
      run_id: 1,
      tcp_port: 1,
    }),
    gauge("redis_uptime_in_seconds", "seconds", "Time since Redis started."),
    gauge("redis_memory_used_bytes", "bytes", "Memory that Redis has allocated."),
    gauge("redis_memory_max_bytes", "bytes", "The setting maxmemory; 0 without a limit."),
    gauge("redis_memory_used_rss_bytes", "bytes", "Memory that the process holds, fragmentation included."),
    gauge(
      "redis_total_system_memory_bytes",
      "bytes",
      "Memory of the host; needs the exporter's -include-system-metrics.",
    ),
    counter("redis_keyspace_hits_total", "count", "Keys that were asked for and found."),
    counter("redis_keyspace_misses_total", "count", "Keys that were asked for and not there."),
    counter("redis_evicted_keys_total", "count", "Keys removed to make room."),
    counter("redis_expired_keys_total", "count", "Keys removed because their time was over."),
    gauge("redis_db_keys", "count", "Keys of each database.", { db: 16 }),
    gauge("redis_connected_clients", "count", "Open connections, without those of replicas."),
    gauge("redis_config_maxclients", "count", "Connections that Redis accepts: the setting maxclients."),
    gauge("redis_blocked_clients", "count", "Clients that wait in a blocking command such as BLPOP."),
    counter("redis_rejected_connections_total", "count", "Connections refused because of maxclients."),
    counter("redis_commands_processed_total", "count", "Commands processed."),
    counter("redis_commands_total", "count", "Calls of each command.", command),
    counter("redis_commands_duration_seconds_total", "seconds", "Time spent in each command.", command),
    counter("redis_net_input_bytes_total", "bytes", "Bytes received."),
    counter("redis_net_output_bytes_total", "bytes", "Bytes sent."),
    gauge("redis_connected_slaves", "count", "Replicas connected to the instance."),
    gauge("redis_connected_slave_lag_seconds", "seconds", "Time since a replica reported; only where there are any.", {
      slave_ip: 10,
      slave_port: 1,
      slave_state: 1,
    }),
    gauge("redis_master_link_up", "boolean", "1 while the replica reaches its primary; only on replicas.", primary),
    gauge(
      "redis_master_sync_in_progress",
      "boolean",
      "1 while the replica copies all data of its primary; only on replicas.",
      primary,
    ),
    gauge(
      "redis_cluster_state",
      "boolean",
      "1 while the cluster serves all its slots, as this node sees it; only with cluster-enabled.",
    ),
    gauge(
      "redis_rdb_last_save_timestamp_seconds",
      "timestamp",
      "When the last snapshot succeeded; at first the start.",
    ),
    gauge("redis_rdb_changes_since_last_save", "count", "Writes that no snapshot has."),
    gauge(
      "redis_rdb_last_bgsave_duration_sec",
      "seconds",
      "Time that the last snapshot took; -1 where there was none since the start.",
    ),
    gauge("redis_rdb_last_bgsave_status", "boolean", "0 where the last snapshot failed."),
    gauge("redis_aof_last_write_status", "boolean", "0 where the last write to the append-only file failed."),
  ],
};
