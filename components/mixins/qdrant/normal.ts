// A healthy Qdrant: a cluster of two peers with two collections, searched over gRPC and filled over HTTP.
import { about, always, around, type Normal, observed, traffic } from "../../rules";

const GIB = 1024 ** 3;
const BOUNDS = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 50] as const;

const upsert = { method: "PUT", endpoint: "/collections/{collection_name}/points", status: "200" };
const search = { method: "POST", endpoint: "/collections/{collection_name}/points/search", status: "200" };
const query = { endpoint: "/qdrant.Points/Query", status: "0" };

const peer: Normal = {
  app_status_recovery_mode: always(0),
  rest_responses_total: [
    [upsert, traffic(6)],
    [search, traffic(9)],
    [{ ...search, status: "404" }, traffic(0.02)],
  ],
  rest_responses_duration_seconds: [
    [upsert, observed({ perSecond: 6, median: 0.012, bounds: BOUNDS })],
    [search, observed({ perSecond: 9, median: 0.008, bounds: BOUNDS })],
  ],
  grpc_responses_total: [
    [query, traffic(40)],
    [{ ...query, status: "13" }, traffic(0.004)],
  ],
  grpc_responses_duration_seconds: [[query, observed({ perSecond: 40, median: 0.006, bounds: BOUNDS })]],
  collections_total: always(2),
  collection_points: [
    [{ id: "articles" }, about(1_250_000, 0.01)],
    [{ id: "personas" }, about(40_000, 0.01)],
  ],
  collection_vectors: [
    [{ collection: "articles", vector: "" }, about(1_250_000, 0.01)],
    [{ collection: "personas", vector: "" }, about(40_000, 0.01)],
  ],
  collection_indexed_only_excluded_points: [[{ id: "articles", vector: "" }, about(4_000)]],
  // An optimization of some minutes every hour.
  collection_running_optimizations: [
    [{ id: "articles" }, ({ now }) => (((now % 3_600) + 3_600) % 3_600 < 400 ? 1 : 0)],
    [{ id: "personas" }, always(0)],
  ],
  collection_update_queue_length: [
    [{ id: "articles" }, about(12)],
    [{ id: "personas" }, always(0)],
  ],
  collection_dead_replicas: always(0),
  collection_active_replicas_min: always(2),
  cluster_enabled: always(1),
  cluster_peers_total: always(2),
  cluster_pending_operations_total: always(0),
  cluster_working_state: [
    [{ state: "working" }, always(1)],
    [{ state: "stopped" }, always(0)],
  ],
  quota_exceeded: [
    [{ resource: "memory" }, always(0)],
    [{ resource: "disk" }, always(0)],
  ],
  memory_resident_bytes: around(2.4 * GIB, 0.1),
  process_open_fds: about(900, 0.1),
  process_max_fds: always(65_536),
  process_open_mmaps: about(2_400, 0.1),
  system_max_mmaps: always(65_530),
};

export const normal: readonly Normal[] = [peer, peer];
