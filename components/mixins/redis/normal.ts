// A healthy Redis: a primary with a replica, a third of its memory in use.
import { about, ago, always, around, type Normal, traffic, uptime } from "../../rules";

const GIB = 1024 ** 3;

const primary: Normal = {
  redis_up: always(1),
  redis_instance_info: [
    [
      {
        role: "master",
        redis_mode: "standalone",
        redis_version: "7.0.15",
        redis_build_id: "a1b2c3",
        maxmemory_policy: "noeviction",
        os: "Linux 6.1.0 x86_64",
        process_id: "712",
        run_id: "5e1f",
        tcp_port: "6379",
      },
      always(1),
    ],
  ],
  redis_uptime_in_seconds: uptime,
  redis_memory_used_bytes: around(1.3 * GIB, 0.2),
  redis_memory_max_bytes: always(4 * GIB),
  redis_memory_used_rss_bytes: around(1.5 * GIB, 0.2),
  redis_total_system_memory_bytes: always(8 * GIB),
  redis_keyspace_hits_total: traffic(920),
  redis_keyspace_misses_total: traffic(80),
  redis_evicted_keys_total: always(0),
  redis_expired_keys_total: traffic(4),
  redis_db_keys: [
    [{ db: "db0" }, about(120_000, 0.1)],
    [{ db: "db1" }, about(8_000, 0.1)],
  ],
  redis_connected_clients: about(60),
  redis_config_maxclients: always(10_000),
  redis_blocked_clients: always(2),
  redis_rejected_connections_total: always(0),
  redis_commands_processed_total: traffic(1_400),
  redis_commands_total: [
    [{ cmd: "get" }, traffic(1_000)],
    [{ cmd: "set" }, traffic(300)],
    [{ cmd: "expire" }, traffic(100)],
  ],
  redis_commands_duration_seconds_total: [
    [{ cmd: "get" }, traffic(0.003)],
    [{ cmd: "set" }, traffic(0.0014)],
    [{ cmd: "expire" }, traffic(0.0002)],
  ],
  redis_net_input_bytes_total: traffic(90_000),
  redis_net_output_bytes_total: traffic(700_000),
  redis_connected_slaves: always(1),
  redis_connected_slave_lag_seconds: [[{ slave_ip: "10.0.0.2", slave_port: "6379", slave_state: "online" }, always(0)]],
  // Only replicas have these, and only clusters the last.
  redis_master_link_up: [],
  redis_master_sync_in_progress: [],
  redis_cluster_state: [],
  redis_rdb_last_save_timestamp_seconds: ago(900),
  redis_rdb_changes_since_last_save: about(4_000),
  redis_rdb_last_bgsave_duration_sec: always(3),
  redis_rdb_last_bgsave_status: always(1),
  redis_aof_last_write_status: always(1),
};

const master = { master_host: "10.0.0.1", master_port: "6379" };

const replica: Normal = {
  ...primary,
  redis_instance_info: [[{ role: "slave", redis_mode: "standalone", maxmemory_policy: "noeviction" }, always(1)]],
  redis_connected_slaves: always(0),
  redis_connected_slave_lag_seconds: [],
  redis_master_link_up: [[master, always(1)]],
  redis_master_sync_in_progress: [[master, always(0)]],
};

export const normal: readonly Normal[] = [primary, replica];
