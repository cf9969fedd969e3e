// What Jaeger and the gateway show of spans: those that come in, those that are written, and what sampling makes of them.
import { type Catalogue, counter, gauge } from "../../rules";

const receiver = { receiver: 3, transport: 2 };
const exporter = { exporter: 3 };
const storage = { operation: 6, result: 2, kind: 1, name: 1, role: 2 };

export const metrics: Catalogue = {
  exporter: "jaeger",
  version: "2.13.0",
  source: "https://www.jaegertracing.io/docs/2.13/operations/monitoring/",
  series: { expected: 110 },
  metrics: [
    counter("otelcol_receiver_accepted_spans_total", "count", "Spans taken.", receiver),
    counter("otelcol_receiver_refused_spans_total", "count", "Spans refused; senders send them again.", receiver),
    counter("otelcol_receiver_failed_spans_total", "count", "Spans that could not be passed on.", receiver),
    counter("otelcol_exporter_sent_spans_total", "count", "Spans written, or sent on.", exporter),
    counter("otelcol_exporter_send_failed_spans_total", "count", "Spans lost, as they could not be written.", exporter),
    counter("jaeger_storage_requests_total", "count", "Questions to the storage.", storage),
    gauge("otelcol_process_memory_rss_bytes", "bytes", "Resident memory."),
    counter("otelcol_process_cpu_seconds_total", "seconds", "CPU time."),
    counter(
      "otelcol_processor_tail_sampling_count_traces_sampled_total",
      "count",
      "Traces that a rule of sampling has decided on.",
      { policy: 4, decision: 4, sampled: 2 },
    ),
    counter("otelcol_processor_tail_sampling_new_trace_id_received_total", "count", "Traces that have begun."),
    counter(
      "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total",
      "count",
      "Traces left out before they were decided on, as memory holds no more.",
    ),
    gauge("otelcol_processor_tail_sampling_sampling_traces_on_memory", "count", "Traces that wait for a decision."),
  ],
};
