// The OpenTelemetry Collector at a glance: what goes in, what goes out, what is lost, and what waits.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'job="otelcol",instance=~"$instance"';
const recorded = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-otelcol",
  title: "OpenTelemetry Collector",
  description: "Logs and spans through the collectors.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="otelcol"}')],
  rows: [
    row(
      "State",
      stat("Collectors up", "ratio", "Share of the collectors that answer.", { up: `avg(up{${on}})` }),
      stat("Lines in", "perSecond", "Log records that are taken.", {
        lines: `sum(instance_signal:otelcol_accepted:rate5m{signal="logs",${recorded}})`,
      }),
      stat("Spans in", "perSecond", "Spans that are taken.", {
        spans: `sum(instance_signal:otelcol_accepted:rate5m{signal="spans",${recorded}})`,
      }),
      stat(
        "Fullest queue",
        "ratio",
        "What waits, of what can.",
        { queue: `max(instance_exporter:otelcol_queue:ratio{${recorded}})` },
        { alert: "OtelcolQueueFull" },
      ),
    ),
    row(
      "Flow",
      timeseries("Taken", "perSecond", "Records by what they are.", {
        "{{instance}} {{signal}}": `instance_signal:otelcol_accepted:rate5m{${recorded}}`,
      }),
      timeseries(
        "Sent",
        "perSecond",
        "Records that left the collector.",
        { "{{instance}} {{signal}}": `instance_signal:otelcol_sent:rate5m{${recorded}}` },
        { alert: "OtelcolNotSending" },
      ),
      timeseries("Taken by receiver", "perSecond", "Lines by the files of a service, and what comes as OTLP.", {
        "{{receiver}}": `sum by (receiver) (rate(otelcol_receiver_accepted_log_records_total{${on}}[5m]))`,
      }),
    ),
    row(
      "Losses",
      timeseries(
        "Dropped",
        "count",
        "Records that did not get out, in ten minutes.",
        { "{{instance}} {{signal}} {{how}}": `instance_exporter_signal:otelcol_lost:increase10m{${recorded}}` },
        { alert: "OtelcolDroppedData" },
      ),
      timeseries(
        "Refused",
        "ratio",
        "Share of what was sent to it.",
        { "{{instance}} {{signal}}": `instance_signal:otelcol_refused:ratio_rate5m{${recorded}}` },
        { alert: "OtelcolRefusedData", max: 1 },
      ),
      timeseries(
        "Queues",
        "ratio",
        "What waits, of what can.",
        { "{{instance}} {{exporter}}": `instance_exporter:otelcol_queue:ratio{${recorded}}` },
        { alert: "OtelcolQueueFull", max: 1 },
      ),
    ),
    row(
      "Process",
      timeseries("Memory", "bytes", "Resident memory.", {
        "{{instance}}": `otelcol_process_memory_rss_bytes{${on}}`,
      }),
      timeseries("CPU", "ratio", "Of one core.", {
        "{{instance}}": `rate(otelcol_process_cpu_seconds_total{${on}}[5m])`,
      }),
    ),
  ],
});
