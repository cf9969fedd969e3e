// What can go wrong with Qdrant.
//
// A collection's colour is no metric: yellow is an optimizer at work, which is normal unless it never ends; grey and red
// are seen by what they lead to: shards without active replicas, updates that wait, and errors. Left out: memory, whose
// limit Qdrant does not know; its container or host does.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "QdrantDown",
    expr: 'up{job="qdrant"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "Qdrant {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "It is down, or cut off; what only it holds is not found.",
  }),
  alert({
    name: "QdrantErrorRatioHigh",
    expr: "service:qdrant_errors:ratio_rate5m",
    above: { warning: 0.01, critical: 0.05 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "Qdrant fails requests to {{ $labels.service }}",
    description:
      "{{ $value | humanizePercentage }} of the requests of the last five minutes ended in a server's error.",
  }),
  alert({
    name: "QdrantSearchLatencyHigh",
    expr: "service:qdrant_search_duration_seconds:p95_rate5m",
    above: { warning: 0.5 },
    unit: "seconds",
    for: "5m",
    symptom: true,
    summary: "Searches of {{ $labels.service }} are slow",
    description: "One search in twenty takes more than {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "QdrantCollectionNotGreen",
    // For an hour without a break, and it was at work an hour ago: a young series alone would prove nothing.
    expr: `min_over_time(collection_running_optimizations{job="qdrant"}[1h])
      and collection_running_optimizations{job="qdrant"} offset 1h > 0`,
    above: { warning: 0 },
    for: "1m",
    summary: "Collection {{ $labels.id }} of {{ $labels.service }} does not get green",
    description:
      "Its optimizer has been at work on {{ $labels.instance }} for an hour; what has no index yet is slow to search.",
  }),
  alert({
    name: "QdrantShardUnavailable",
    expr: 'collection_active_replicas_min{job="qdrant"} == 0 and collection_dead_replicas{job="qdrant"} > 0',
    severity: "critical",
    for: "1m",
    symptom: true,
    summary: "A shard of {{ $labels.service }} has no active replica",
    description: "Seen by {{ $labels.instance }}: searches of its collection fail or miss points, and writes fail.",
  }),
  alert({
    name: "QdrantReplicasDead",
    expr: 'max by (service, team) (collection_dead_replicas{job="qdrant"})',
    above: { warning: 0 },
    for: "10m",
    summary: "Shards of {{ $labels.service }} have fewer replicas than they should",
    description:
      "{{ $value | humanize }} shards have a replica that is not active; the loss of one more peer may be a loss of data.",
  }),
  alert({
    name: "QdrantClusterPeerMissing",
    // Only where all peers have been seen within a day: behind a load balancer there is one target for many.
    expr: `service:qdrant_peers:max - service:qdrant_peers_up:count
      and max_over_time(service:qdrant_peers_up:count[1d]) >= service:qdrant_peers:max`,
    above: { critical: 0 },
    for: "1m",
    summary: "The Qdrant cluster of {{ $labels.service }} is missing peers",
    description:
      "{{ $value | humanize }} of its peers do not answer; without a majority no collection and no shard can be changed.",
  }),
  alert({
    name: "QdrantConsensusStopped",
    expr: 'cluster_working_state{job="qdrant",state="stopped"} == 1',
    severity: "critical",
    for: "1m",
    summary: "Qdrant {{ $labels.instance }} of {{ $labels.service }} has left the consensus",
    description: "Its consensus thread has stopped: it does not learn any more of what the cluster decides.",
  }),
  alert({
    name: "QdrantPendingOperationsGrowing",
    expr: 'cluster_pending_operations_total{job="qdrant"}',
    above: { warning: 10 },
    for: "5m",
    summary: "Qdrant {{ $labels.instance }} of {{ $labels.service }} does not follow its cluster",
    description: "{{ $value | humanize }} decisions of the cluster wait to be applied there.",
  }),
  alert({
    name: "QdrantUpdateQueueLong",
    expr: 'collection_update_queue_length{job="qdrant"}',
    above: { warning: 1_000 },
    for: "10m",
    summary: "Updates of collection {{ $labels.id }} of {{ $labels.service }} wait",
    description: "{{ $value | humanize }} of them wait on {{ $labels.instance }}; searches do not see them yet.",
  }),
  alert({
    name: "QdrantQuotaExceeded",
    expr: 'quota_exceeded{job="qdrant"} == 1',
    severity: "critical",
    for: "1m",
    symptom: true,
    summary: "Qdrant {{ $labels.instance }} of {{ $labels.service }} has used up its {{ $labels.resource }}",
    description: "It has reached the quota that it was given, and refuses what would need more.",
  }),
  alert({
    name: "QdrantRecoveryMode",
    expr: 'app_status_recovery_mode{job="qdrant"} == 1',
    severity: "warning",
    for: "5m",
    summary: "Qdrant {{ $labels.instance }} of {{ $labels.service }} runs in recovery mode",
    description: "It has loaded no collection, and answers only what is needed to repair them.",
  }),
  alert({
    name: "QdrantTooManyOpenFiles",
    expr: "instance:qdrant_file_descriptors_used:ratio",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "5m",
    summary: "Qdrant {{ $labels.instance }} runs out of file descriptors",
    description: "{{ $value | humanizePercentage }} are in use; at the end segments cannot be opened, and writes fail.",
  }),
  alert({
    name: "QdrantTooManyMappedFiles",
    expr: "instance:qdrant_mapped_files_used:ratio",
    above: { warning: 0.8 },
    unit: "ratio",
    for: "5m",
    summary: "Qdrant {{ $labels.instance }} is close to the limit of mapped files",
    description:
      "{{ $value | humanizePercentage }} of vm.max_map_count are in use; at the end it cannot load segments.",
  }),
];
