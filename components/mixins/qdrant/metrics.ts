// What Qdrant itself gives on /metrics, without service.metrics_prefix. From 1.16 on it speaks of collections, from 1.17
// on of the status of responses, the queue of updates and the consensus, and from 1.19 on of quotas.
import { type Catalogue, counter, gauge, histogram } from "../../rules";

/** Endpoints that Qdrant lists: those of points and vectors. */
const rest = { method: ["GET", "POST", "PUT", "PATCH", "DELETE"], endpoint: 26, status: 12 } as const;
/** The status is gRPC's number: 0 is success. */
const grpc = { endpoint: 25, status: 17 };
const BUCKETS = 11;
const collection = { id: 200 };

export const metrics: Catalogue = {
  exporter: "qdrant",
  version: "1.19.0",
  source: "https://github.com/qdrant/qdrant/blob/v1.19.0/src/common/metrics.rs",
  metrics: [
    gauge("app_status_recovery_mode", "boolean", "1 while Qdrant has started without its collections, to be repaired."),
    counter("rest_responses_total", "count", "Answers to HTTP requests.", rest),
    histogram(
      "rest_responses_duration_seconds",
      "seconds",
      "Time of the answers with status 200.",
      { ...rest, status: 1 },
      BUCKETS,
    ),
    counter("grpc_responses_total", "count", "Answers to gRPC requests.", grpc),
    histogram("grpc_responses_duration_seconds", "seconds", "Time of the answers.", grpc, BUCKETS),
    gauge("collections_total", "count", "Collections."),
    gauge("collection_points", "count", "Points of a collection on this node, roughly.", collection),
    gauge("collection_vectors", "count", "Vectors of a collection on this node, by their name.", {
      collection: 200,
      vector: 5,
    }),
    gauge(
      "collection_indexed_only_excluded_points",
      "count",
      "Vectors that no index has yet: a search of indexed ones only does not find them.",
      { ...collection, vector: 5 },
    ),
    gauge("collection_running_optimizations", "count", "Optimizations at work: the collection is yellow.", collection),
    gauge("collection_update_queue_length", "count", "Updates that were taken and wait.", collection),
    gauge("collection_dead_replicas", "count", "Shards of which any replica is not active."),
    gauge("collection_active_replicas_min", "count", "Active replicas of the shard that has fewest."),
    gauge("cluster_enabled", "boolean", "1 where the node is part of a cluster."),
    gauge("cluster_peers_total", "count", "Peers that belong to the cluster, down or not; only in a cluster."),
    gauge("cluster_pending_operations_total", "count", "Decisions of the cluster that this peer has not applied."),
    gauge("cluster_working_state", "boolean", "What the peer's part in the consensus does.", {
      state: ["working", "stopped"],
    }),
    gauge("quota_exceeded", "boolean", "1 while a quota is used up; only where there are quotas.", {
      resource: ["memory", "disk"],
    }),
    gauge("memory_resident_bytes", "bytes", "Memory that the allocator holds, without mapped files."),
    gauge("process_open_fds", "count", "Open file descriptors."),
    gauge("process_max_fds", "count", "File descriptors that the process may open."),
    gauge("process_open_mmaps", "count", "Mapped files."),
    gauge("system_max_mmaps", "count", "Files that a process may map: vm.max_map_count."),
  ],
};
