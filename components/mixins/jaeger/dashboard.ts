// Traces at a glance: spans in and out, what sampling keeps, what is lost.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-jaeger",
  title: "Traces",
  description: "Spans through the gateway into Jaeger.",
  tags: ["monitoring"],
  variables: [variable("instance", "instance:jaeger_spans_accepted:rate5m")],
  rows: [
    row(
      "State",
      stat("Stores up", "ratio", "Share of the stores that answer.", { up: 'avg(up{job="jaeger"})' }),
      stat(
        "Traces kept",
        "ratio",
        "Of those that nothing speaks for, in 30 minutes.",
        { share: `max(instance:jaeger_traces_sampled:ratio30m{${on}})` },
        { alert: "JaegerSamplingShare" },
      ),
      stat("Traces begun", "perSecond", "Whatever becomes of them.", {
        traces: `sum(rate(otelcol_processor_tail_sampling_new_trace_id_received_total{${on}}[5m]))`,
      }),
      stat(
        "Spans lost",
        "count",
        "Not written, in ten minutes.",
        { lost: `sum(instance:jaeger_spans_lost:increase10m{${on}})` },
        { alert: "JaegerSpansLost" },
      ),
    ),
    row(
      "Flow",
      timeseries("Spans taken", "perSecond", "By the gateway, and what it keeps by the store.", {
        "{{instance}}": `instance:jaeger_spans_accepted:rate5m{${on}}`,
      }),
      timeseries("Spans sent and written", "perSecond", "By the gateway to the store, and by the store.", {
        "{{instance}}": `instance:jaeger_spans_sent:rate5m{${on}}`,
      }),
      timeseries("Traces by rule", "perSecond", "What each rule of sampling has chosen.", {
        "{{policy}}": `sum by (policy) (rate(otelcol_processor_tail_sampling_count_traces_sampled_total{sampled="true",${on}}[5m]))`,
      }),
      timeseries("Questions", "requestsPerSecond", "To the storage, by what they are and whether they were answered.", {
        "{{operation}} {{result}}": `sum by (operation, result) (rate(jaeger_storage_requests_total{${on}}[5m]))`,
      }),
    ),
    row(
      "Losses",
      timeseries(
        "Refused",
        "ratio",
        "Share of what was sent.",
        { "{{instance}}": `instance:jaeger_spans_refused:ratio_rate5m{${on}}` },
        { alert: "JaegerSpansRefused", max: 1 },
      ),
      timeseries(
        "Traces cut short",
        "count",
        "Left out before they were decided on, in ten minutes.",
        {
          "{{instance}}": `increase(otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total{${on}}[10m])`,
        },
        { alert: "JaegerTracesCutShort" },
      ),
      timeseries("Traces in memory", "count", "Those that wait for a decision.", {
        "{{instance}}": `otelcol_processor_tail_sampling_sampling_traces_on_memory{${on}}`,
      }),
    ),
    row(
      "Processes",
      timeseries("Memory", "bytes", "Resident memory.", { "{{instance}}": `otelcol_process_memory_rss_bytes{${on}}` }),
      timeseries("CPU", "ratio", "Of one core.", {
        "{{instance}}": `rate(otelcol_process_cpu_seconds_total{${on}}[5m])`,
      }),
    ),
  ],
});
