// Requests over both protocols, and the cluster. Its metrics have common names, so that each is asked of this job only.
import { type Recording, recording } from "../../rules";

const job = 'job="qdrant"';
const instance = ["instance", "service", "team", "host", "job"];
const service = ["service", "team"];

/** Whatever looks for points. */
const SEARCH =
  'endpoint=~".*/points/(search|query|recommend|discover).*|/qdrant.Points/(Search|Query|Recommend|Discover).*"';
/** What the server did wrong: unknown, deadline, internal, unavailable and data loss in gRPC's numbers. */
const ERRORS = { rest: 'status=~"5.."', grpc: 'status=~"2|4|13|14|15"' };

const requests = (protocol: "rest" | "grpc", which = "") =>
  `sum by (service, team) (rate(${protocol}_responses_total{${job}${which && `,${which}`}}[5m]))`;

/** Both protocols together, where either may be without any series. */
const both = (rest: string, grpc: string) => `((${rest}) + (${grpc}) or (${rest}) or (${grpc}))`;

/** The time within which a share of the searches were answered, from one search a second on. */
const searchTime = (name: string, share: number): Recording => {
  const parts = (part: string, by: string) => {
    const of = (protocol: string) =>
      `sum by (${by}) (rate(${protocol}_responses_duration_seconds_${part}{${job},${SEARCH}}[5m]))`;
    return both(of("rest"), of("grpc"));
  };
  return recording({
    record: `service:qdrant_search_duration_seconds:${name}_rate5m`,
    expr: `histogram_quantile(${share}, ${parts("bucket", "service, team, le")}) and ${parts("count", "service, team")} >= 1`,
    unit: "seconds",
    labels: service,
  });
};

export const recordings: readonly Recording[] = [
  recording({
    record: "service:qdrant_requests:rate5m",
    expr: both(requests("rest"), requests("grpc")),
    unit: "perSecond",
    labels: service,
  }),
  recording({
    record: "service:qdrant_errors:ratio_rate5m",
    // 0 without any error. From one request a second on: of a handful, one is a large share.
    expr: `(${both(requests("rest", ERRORS.rest), requests("grpc", ERRORS.grpc))} or service:qdrant_requests:rate5m * 0)
      / (service:qdrant_requests:rate5m >= 1)`,
    unit: "ratio",
    labels: service,
  }),
  searchTime("p50", 0.5),
  searchTime("p95", 0.95),
  recording({
    record: "instance:qdrant_file_descriptors_used:ratio",
    expr: `process_open_fds{${job}} / (process_max_fds{${job}} > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "instance:qdrant_mapped_files_used:ratio",
    expr: `process_open_mmaps{${job}} / (system_max_mmaps{${job}} > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  recording({
    record: "service:qdrant_peers_up:count",
    expr: `count by (service, team) (cluster_enabled{${job}} == 1)`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:qdrant_peers:max",
    expr: `max by (service, team) (cluster_peers_total{${job}})`,
    unit: "count",
    labels: service,
  }),
];
