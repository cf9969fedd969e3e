// What comes in, what is lost of it, and how the disk fills.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "host", "service", "team", "job"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:vl_rows_ingested:rate5m",
    expr: "sum without (type) (rate(vl_rows_ingested_total[5m]))",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:vl_bytes_ingested:rate5m",
    expr: "sum without (type) (rate(vl_bytes_ingested_total[5m]))",
    unit: "bytesPerSecond",
    labels: instance,
  }),
  // Lines that another's time, or a field too many, keeps out; a line of 256 KiB is beside them.
  recording({
    record: "instance:vl_rows_dropped:increase10m",
    expr: `sum without (reason) (increase(vl_rows_dropped_total{reason!="debug"}[10m]))
      + increase(vl_too_long_lines_skipped_total[10m])`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:vl_data_size:bytes",
    expr: "sum without (type) (vl_data_size_bytes)",
    unit: "bytes",
    labels: instance,
  }),
  recording({
    record: "instance:vl_data_size:ratio_of_limit",
    expr: "instance:vl_data_size:bytes / sum without (path) (vl_max_disk_space_usage_bytes > 0)",
    unit: "ratio",
    labels: instance,
  }),
  // Until the disk is full, at the pace of a day: the store deletes its oldest day at midnight, which no shorter time shows.
  // Of six hours where it was not there a day ago; nothing while the disk does not fill.
  recording({
    record: "instance:vl_disk_full:seconds",
    expr: `sum without (path) (vl_free_disk_space_bytes)
      / sum without (path) (
        ((vl_free_disk_space_bytes offset 1d - vl_free_disk_space_bytes) / 86400 or -deriv(vl_free_disk_space_bytes[6h])) > 0
      )`,
    unit: "seconds",
    labels: instance,
  }),
];
