// What VictoriaLogs shows of itself. Types and help need its flag -metrics.exposeMetadata; rules do not.
import { type Catalogue, counter, gauge } from "../../rules";

/** The folder of the data. */
const path = { path: 1 };

/** Formats in which lines come in. */
const type = { type: 12 };

/** Merging stages of the data. */
const parts = { type: ["storage/inmemory", "storage/small", "storage/big"] } as const;

export const metrics: Catalogue = {
  exporter: "victorialogs",
  version: "1.52.2",
  source: "https://docs.victoriametrics.com/victorialogs/metrics/",
  series: { expected: 590 },
  present: { metrics: ["vl_free_disk_space_bytes", "vl_storage_is_read_only", "vl_streams_created_total"] },
  metrics: [
    counter("vl_rows_ingested_total", "count", "Lines taken.", type),
    counter("vl_bytes_ingested_total", "bytes", "Bytes of the lines taken, before compression.", type),
    counter("vl_rows_dropped_total", "count", "Lines that were thrown away.", {
      reason: ["debug", "too_big_timestamp", "too_many_fields", "too_small_timestamp"],
    }),
    counter("vl_too_long_lines_skipped_total", "count", "Lines thrown away because they are longer than 256 KiB."),
    counter("vl_http_requests_total", "count", "Requests.", { path: 40, format: 2 }),
    counter("vl_http_errors_total", "count", "Requests that ended in an error.", { path: 10, format: 2 }),
    counter("vl_concurrent_select_limit_timeout_total", "count", "Queries refused after waiting for their turn."),
    counter(
      "vl_streams_created_total",
      "count",
      "Streams, which are sets of labels, that were seen for the first time.",
    ),
    gauge("vl_storage_rows", "count", "Lines stored.", parts),
    gauge("vl_data_size_bytes", "bytes", "Size of the data and of its index on disk.", {
      type: ["indexdb", "storage"],
    }),
    gauge("vl_max_disk_space_usage_bytes", "bytes", "The most that it may take; absent without such a limit.", path),
    gauge("vl_free_disk_space_bytes", "bytes", "Free space of the disk.", path),
    gauge("vl_total_disk_space_bytes", "bytes", "Size of the disk.", path),
    gauge("vl_storage_is_read_only", "boolean", "1 while the disk is full and nothing is taken.", path),
  ],
};
