// VictoriaLogs at a glance: what comes in, what is lost, how the disk fills, and who asks.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'job="victorialogs",instance=~"$instance"';
const recorded = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-victorialogs",
  title: "VictoriaLogs",
  description: "Lines in, lines lost, disk and queries of the log store.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="victorialogs"}')],
  rows: [
    row(
      "State",
      stat("Stores up", "ratio", "Share of the stores that answer.", { up: `avg(up{${on}})` }),
      stat(
        "Read-only",
        "count",
        "Stores that take no lines because their disk is full.",
        { readOnly: `sum(vl_storage_is_read_only{${on}})` },
        { alert: "VictorialogsReadOnly" },
      ),
      stat("Lines stored", "count", "All lines within the retention.", { lines: `sum(vl_storage_rows{${on}})` }),
      stat(
        "Share of its limit",
        "ratio",
        "What it takes of the disk, of what it may take.",
        { used: `max(instance:vl_data_size:ratio_of_limit{${recorded}})` },
        { alert: "VictorialogsRetentionCutShort" },
      ),
    ),
    row(
      "Lines",
      timeseries("Lines in", "perSecond", "Lines taken, before compression.", {
        "{{instance}}": `instance:vl_rows_ingested:rate5m{${recorded}}`,
      }),
      timeseries("Bytes in", "bytesPerSecond", "Size of the lines taken, before compression.", {
        "{{instance}}": `instance:vl_bytes_ingested:rate5m{${recorded}}`,
      }),
      timeseries(
        "Lines thrown away",
        "count",
        "In ten minutes: too old, in the future, too many fields, too long.",
        { "{{instance}}": `instance:vl_rows_dropped:increase10m{${recorded}}` },
        { alert: "VictorialogsRowsDropped" },
      ),
      timeseries(
        "Requests refused",
        "count",
        "Requests with lines that ended in an error, in five minutes.",
        {
          "{{instance}}": `sum without (path, format) (increase(vl_http_errors_total{path=~"/insert/.*",${on}}[5m]))`,
        },
        { alert: "VictorialogsIngestionErrors" },
      ),
      timeseries(
        "New streams",
        "count",
        "Sets of labels seen for the first time within an hour.",
        { "{{instance}}": `increase(vl_streams_created_total{${on}}[1h])` },
        { alert: "VictorialogsManyStreams" },
      ),
    ),
    row(
      "Disk",
      timeseries("Size", "bytes", "What the lines and their index take.", {
        "{{instance}}": `instance:vl_data_size:bytes{${recorded}}`,
      }),
      timeseries("Free space", "bytes", "Of the disk, whoever uses it.", {
        "{{instance}}": `vl_free_disk_space_bytes{${on}}`,
        "size {{instance}}": `vl_total_disk_space_bytes{${on}}`,
      }),
      timeseries(
        "Time until it is full",
        "seconds",
        "At the pace of the last day; nothing while the disk does not fill.",
        { "{{instance}}": `instance:vl_disk_full:seconds{${recorded}}` },
        { alert: "VictorialogsDiskFillsUp" },
      ),
    ),
    row(
      "Queries",
      timeseries("Queries", "requestsPerSecond", "By what is asked; those of alerts are stats_query.", {
        "{{path}}": `sum by (path) (rate(vl_http_requests_total{path=~"/select/logsql/.*",${on}}[5m]))`,
      }),
      timeseries(
        "Queries refused",
        "count",
        "In five minutes: they timed out while they waited for their turn.",
        { "{{instance}}": `increase(vl_concurrent_select_limit_timeout_total{${on}}[5m])` },
        { alert: "VictorialogsQueriesRefused" },
      ),
    ),
  ],
});
