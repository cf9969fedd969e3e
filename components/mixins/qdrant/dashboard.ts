// Qdrant at a glance: does it answer, how fast does it search, what do collections hold, and does the cluster agree.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'job="qdrant",service=~"$service",instance=~"$instance"';
const recorded = 'service=~"$service",instance=~"$instance"';
/** What is counted over a service has no instance. */
const whole = 'service=~"$service"';

export const dashboard = declare({
  uid: "tocsin-qdrant",
  title: "Qdrant",
  description: "Searches, collections, indexing and the cluster of Qdrant.",
  tags: ["data"],
  variables: [variable("service", 'up{job="qdrant"}'), variable("instance", 'up{job="qdrant"}')],
  rows: [
    row(
      "State",
      stat("Nodes up", "ratio", "Share of the nodes that answer.", { up: `avg(up{${on}})` }, { alert: "QdrantDown" }),
      stat(
        "Shards with dead replicas",
        "count",
        "Shards of which a replica is not active; also while one is copied.",
        { dead: `max(collection_dead_replicas{${on}})` },
        { alert: "QdrantReplicasDead" },
      ),
      stat("Peers that answer", "count", "Peers of the clusters; nothing without a cluster.", {
        up: `sum(service:qdrant_peers_up:count{${whole}})`,
      }),
      stat("Collections", "count", "Collections of the node that has most.", {
        collections: `max(collections_total{${on}})`,
      }),
    ),
    row(
      "Requests",
      timeseries("Requests", "requestsPerSecond", "Requests over both protocols.", {
        "{{service}}": `service:qdrant_requests:rate5m{${whole}}`,
      }),
      timeseries(
        "Errors",
        "ratio",
        "Share of the requests that ended in a server's error, from one request a second on.",
        { "{{service}}": `service:qdrant_errors:ratio_rate5m{${whole}}` },
        { alert: "QdrantErrorRatioHigh", max: 1 },
      ),
      timeseries(
        "Search time, p95",
        "seconds",
        "The time that one search in twenty exceeds, from one a second on.",
        { "{{service}}": `service:qdrant_search_duration_seconds:p95_rate5m{${whole}}` },
        { alert: "QdrantSearchLatencyHigh" },
      ),
      timeseries("Search time, median", "seconds", "The time that half of the searches take.", {
        "{{service}}": `service:qdrant_search_duration_seconds:p50_rate5m{${whole}}`,
      }),
      timeseries(
        "Requests by endpoint",
        "requestsPerSecond",
        "What clients ask for; a change after a deployment is its doing.",
        {
          "{{method}} {{endpoint}}": `sum by (method, endpoint) (rate(rest_responses_total{${on}}[5m]))`,
          "gRPC {{endpoint}}": `sum by (endpoint) (rate(grpc_responses_total{${on}}[5m]))`,
        },
      ),
      timeseries("Answers by status", "requestsPerSecond", "HTTP's status, and gRPC's: 0 is success, 13 internal.", {
        "HTTP {{status}}": `sum by (status) (rate(rest_responses_total{${on}}[5m]))`,
        "gRPC {{status}}": `sum by (status) (rate(grpc_responses_total{${on}}[5m]))`,
      }),
    ),
    row(
      "Collections",
      timeseries("Points", "count", "Points of each collection, copies of a point counted each.", {
        "{{service}} {{id}}": `sum by (service, id) (collection_points{${on}})`,
      }),
      timeseries("Growth of a day", "count", "Points that each collection gained in the last day.", {
        "{{service}} {{id}}": `sum by (service, id) (delta(collection_points{${on}}[1d]))`,
      }),
      table("Largest collections", "count", "The twenty with most vectors, by their name.", {
        Vectors: `topk(20, sum by (service, collection, vector) (collection_vectors{${on}}))`,
      }),
    ),
    row(
      "Index",
      timeseries("Vectors without an index", "count", "Searched one by one; many of them make searches slow.", {
        "{{service}} {{id}} {{vector}}": `sum by (service, id, vector) (collection_indexed_only_excluded_points{${on}})`,
      }),
      timeseries("Optimizations at work", "count", "Above 0 the collection is yellow; worry where it never ends.", {
        "{{instance}} {{id}}": `collection_running_optimizations{${on}}`,
      }),
      timeseries(
        "Updates waiting",
        "count",
        "Updates taken and not yet applied.",
        { "{{instance}} {{id}}": `collection_update_queue_length{${on}}` },
        { alert: "QdrantUpdateQueueLong" },
      ),
    ),
    row(
      "Cluster",
      timeseries(
        "Decisions waiting",
        "count",
        "What the cluster has decided and a peer has not applied.",
        { "{{instance}}": `cluster_pending_operations_total{${on}}` },
        { alert: "QdrantPendingOperationsGrowing" },
      ),
      timeseries("Active replicas", "count", "Of the shard that has fewest; at 0 it cannot be searched.", {
        "{{instance}}": `collection_active_replicas_min{${on}}`,
      }),
    ),
    row(
      "Process",
      timeseries(
        "Memory",
        "bytes",
        "What the allocator holds; mapped files come on top, as far as the host has room.",
        {
          "{{instance}}": `memory_resident_bytes{${on}}`,
        },
      ),
      timeseries(
        "File descriptors",
        "ratio",
        "Share of those that it may open.",
        { "{{instance}}": `instance:qdrant_file_descriptors_used:ratio{${recorded}}` },
        { alert: "QdrantTooManyOpenFiles", max: 1 },
      ),
      timeseries(
        "Mapped files",
        "ratio",
        "Share of vm.max_map_count.",
        { "{{instance}}": `instance:qdrant_mapped_files_used:ratio{${recorded}}` },
        { alert: "QdrantTooManyMappedFiles", max: 1 },
      ),
    ),
  ],
});
