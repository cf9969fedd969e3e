// What can go wrong with Redis.
//
// Left out: a drop of connected replicas within a minute ("replication broken"), which is RedisDisconnectedSlaves seen
// for a moment, and a restart, which RedisDown sees where it takes long enough to matter.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "RedisDown",
    expr: 'redis_up == 0 or up{job="redis"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "Redis {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Redis is down or refuses its exporter, or the exporter itself cannot be scraped.",
  }),
  alert({
    name: "RedisOutOfConfiguredMaxmemory",
    // A cache that may evict any key is full by design: RedisEvictingKeys and RedisHitRateLow say when it is too small.
    expr: `instance:redis_memory_used:ratio
      unless on (instance, job) redis_instance_info{maxmemory_policy=~"allkeys-.*"}`,
    above: { warning: 0.85, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "10s" },
    summary: "Redis {{ $labels.instance }} is close to its memory limit",
    description:
      "{{ $value | humanizePercentage }} of maxmemory is in use; at the limit it refuses writes as soon as there is no key left that it may evict.",
  }),
  alert({
    name: "RedisOutOfSystemMemory",
    expr: "redis_memory_used_rss_bytes / (redis_total_system_memory_bytes > 0)",
    above: { warning: 0.9 },
    unit: "ratio",
    for: "5m",
    summary: "Redis {{ $labels.instance }} takes almost all memory of its host",
    description:
      "It holds {{ $value | humanizePercentage }} of the memory; a snapshot needs more, and then the kernel kills processes.",
  }),
  alert({
    name: "RedisHitRateLow",
    expr: "instance:redis_keyspace_hits:ratio_rate5m and instance:redis_keyspace_lookups:rate5m >= 1",
    below: { warning: 0.8 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "Redis {{ $labels.instance }} of {{ $labels.service }} has a low cache hit rate",
    description:
      "Only {{ $value | humanizePercentage }} of the keys asked for were there; the rest is fetched or computed again.",
  }),
  alert({
    name: "RedisEvictingKeys",
    // In time and not in keys a second, so that small and large caches have one threshold.
    expr: "sum without (db) (redis_db_keys) / (instance:redis_evicted_keys:rate5m >= 1)",
    below: { warning: 3_600 },
    unit: "seconds",
    for: "5m",
    summary: "Redis {{ $labels.instance }} throws its keys away quickly",
    description:
      "At this pace it evicts as many keys as it holds in {{ $value | humanizeDuration }}: its memory is too small for what is stored.",
  }),
  alert({
    name: "RedisRejectedConnections",
    // Rounded, because increase() extrapolates.
    expr: "round(increase(redis_rejected_connections_total[5m]))",
    above: { warning: 0 },
    for: "0s",
    symptom: true,
    summary: "Redis {{ $labels.instance }} of {{ $labels.service }} refuses clients",
    description: "It refused {{ $value | humanize }} connections in five minutes, because maxclients was reached.",
  }),
  alert({
    name: "RedisTooManyConnections",
    expr: "instance:redis_connected_clients:ratio",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "5m",
    summary: "Redis {{ $labels.instance }} is close to its limit of connections",
    description: "{{ $value | humanizePercentage }} of maxclients are open; beyond it, clients are refused.",
  }),
  alert({
    name: "RedisMissingMaster",
    // Also true of replicas alone whose primary is watched elsewhere or not at all, but only while none of them reaches it.
    expr: "max by (service, team) (redis_master_link_up) == 0 unless on (service, team) service:redis_masters:count",
    severity: "critical",
    for: "1m",
    symptom: true,
    summary: "{{ $labels.service }} has no Redis primary",
    description: "None of its instances is a primary and none of its replicas reaches one: writes fail.",
  }),
  alert({
    name: "RedisTooManyMasters",
    // A day back, because after a split of two instances neither is a replica. Without replicas or in a cluster, several are normal.
    expr: `service:redis_masters:count and on (service, team)
      last_over_time(redis_instance_info{role="slave",redis_mode="standalone"}[1d])`,
    above: { critical: 1 },
    for: "1m",
    summary: "{{ $labels.service }} has several Redis primaries",
    description:
      "{{ $value | humanize }} of its instances take writes as primaries: data diverges, and one side's is lost when they are joined.",
  }),
  alert({
    name: "RedisMasterLinkDown",
    // Quiet while it copies the data, as a new replica does, and where RedisMissingMaster says it for the whole service.
    expr: `redis_master_link_up == 0 and redis_master_sync_in_progress == 0
      and on (service, team) (service:redis_masters:count or max by (service, team) (redis_master_link_up) == 1)`,
    severity: "critical",
    for: "1m",
    summary: "Replica {{ $labels.instance }} of {{ $labels.service }} is cut off from its primary",
    description:
      "It does not reach {{ $labels.master_host }}:{{ $labels.master_port }}, and answers with data that gets older.",
  }),
  alert({
    name: "RedisDisconnectedSlaves",
    // A warning: RedisDown or RedisMasterLinkDown page for replicas that are watched, and removing one on purpose is no page.
    expr: `max_over_time(redis_connected_slaves[1h]) - redis_connected_slaves
      and on (instance, job) redis_instance_info{role="master"}`,
    above: { warning: 0 },
    for: "5m",
    summary: "Redis {{ $labels.instance }} of {{ $labels.service }} has lost replicas",
    description:
      "It has {{ $value | humanize }} fewer than within the last hour; with none left, its loss is a loss of data.",
  }),
  alert({
    name: "RedisClusterFlapping",
    expr: "changes(redis_connected_slaves[10m])",
    above: { warning: 3 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "Replicas of Redis {{ $labels.instance }} come and go",
    description:
      "Their number changed {{ $value | humanize }} times in ten minutes; each return may copy all data again.",
  }),
  alert({
    name: "RedisClusterStateFailed",
    expr: "count by (service, team) (redis_cluster_state == 0)",
    above: { critical: 0 },
    for: "30s",
    symptom: true,
    summary: "The Redis cluster of {{ $labels.service }} does not serve all keys",
    description: "{{ $value | humanize }} of its nodes see slots that nobody serves, and answer with CLUSTERDOWN.",
  }),
  alert({
    name: "RedisMissingBackup",
    // Only where snapshots are taken at all, and where there is something new to save.
    expr: `time() - redis_rdb_last_save_timestamp_seconds
      and redis_rdb_last_bgsave_duration_sec >= 0 and redis_rdb_changes_since_last_save > 0`,
    above: { warning: 86_400, critical: 172_800 },
    unit: "seconds",
    for: "1m",
    summary: "Redis {{ $labels.instance }} has not been saved for long",
    description: "Its last snapshot is {{ $value | humanizeDuration }} old; what was written since is lost in a crash.",
  }),
  alert({
    name: "RedisPersistenceFailed",
    expr: "redis_rdb_last_bgsave_status == 0 or redis_aof_last_write_status == 0",
    severity: "critical",
    for: "1m",
    symptom: true,
    summary: "Redis {{ $labels.instance }} of {{ $labels.service }} cannot write to its disk",
    description:
      "Its last snapshot or write to the append-only file failed; in its default settings Redis then refuses all writes.",
  }),
];
