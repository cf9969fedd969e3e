// A healthy VictoriaLogs: 100 lines a second, on a disk that is half empty and of which it may take 100 GB.
import { always, around, type Normal, traffic } from "../../rules";

const GB = 1e9;
const MB = 1e6;
const path = { path: "/var/lib/victorialogs" };

const OTLP = { path: "/insert/opentelemetry/v1/logs", format: "protobuf" };
const QUERY = { path: "/select/logsql/stats_query", format: "" };

const DAY = 86_400;

/** It gains a gigabyte a day, of which the deletion of the oldest day at midnight leaves a megabyte. */
const used = ({ now }: { now: number }) => {
  const days = Math.floor(now / DAY);
  return 40 * GB + days * MB + (now / DAY - days) * GB;
};

export const normal: readonly Normal[] = [
  {
    vl_rows_ingested_total: [[{ type: "opentelemetry_protobuf" }, traffic(100)]],
    vl_bytes_ingested_total: [[{ type: "opentelemetry_protobuf" }, traffic(30_000)]],
    vl_rows_dropped_total: ["debug", "too_big_timestamp", "too_many_fields", "too_small_timestamp"].map(
      (reason) => [{ reason }, always(0)] as const,
    ),
    vl_too_long_lines_skipped_total: always(0),
    vl_http_requests_total: [
      [OTLP, traffic(1)],
      [QUERY, traffic(0.2)],
    ],
    vl_http_errors_total: [[OTLP, always(0)]],
    vl_concurrent_select_limit_timeout_total: always(0),
    // Hosts come and go.
    vl_streams_created_total: traffic(0.002),
    vl_storage_rows: [
      [{ type: "storage/inmemory" }, around(500)],
      [{ type: "storage/small" }, around(2_000_000)],
      [{ type: "storage/big" }, around(700_000_000, 0.01)],
    ],
    vl_data_size_bytes: [
      [{ type: "indexdb" }, always(0.1 * GB)],
      [{ type: "storage" }, used],
    ],
    vl_max_disk_space_usage_bytes: [[path, always(100 * GB)]],
    vl_free_disk_space_bytes: [[path, (moment) => 160 * GB - used(moment)]],
    vl_total_disk_space_bytes: [[path, always(200 * GB)]],
    vl_storage_is_read_only: [[path, always(0)]],
  },
];
