// What the OpenTelemetry Collector shows of itself, of logs and of spans. Failures are counted from the first one on.
import { type Catalogue, counter, gauge, type Metric } from "../../rules";

/** What is collected, as the names of metrics have it. */
export const SIGNALS = { logs: "log_records", spans: "spans" } as const;

const receiver = { receiver: 30, transport: 3 };
const exporter = { exporter: 10 };

/** Of one signal. */
const flow = (records: string): Metric[] => [
  counter(`otelcol_receiver_accepted_${records}_total`, "count", `${records}: taken.`, receiver),
  counter(`otelcol_receiver_refused_${records}_total`, "count", `${records}: refused; senders send again.`, receiver),
  counter(`otelcol_exporter_sent_${records}_total`, "count", `${records}: sent on.`, exporter),
  counter(
    `otelcol_exporter_send_failed_${records}_total`,
    "count",
    `${records}: lost, as the receiver refused them for good or for too long.`,
    exporter,
  ),
  counter(
    `otelcol_exporter_enqueue_failed_${records}_total`,
    "count",
    `${records}: lost, as the queue was full.`,
    exporter,
  ),
];

export const metrics: Catalogue = {
  exporter: "otelcol",
  version: "0.149.0",
  source: "https://opentelemetry.io/docs/collector/internal-telemetry/",
  series: { expected: 40 },
  present: { metrics: ["otelcol_exporter_queue_capacity"] },
  metrics: [
    ...Object.values(SIGNALS).flatMap(flow),
    gauge("otelcol_exporter_queue_size", "count", "What waits to be sent, in the unit of the capacity.", {
      ...exporter,
      data_type: 3,
    }),
    gauge("otelcol_exporter_queue_capacity", "count", "What can wait, in requests, items or bytes as configured.", {
      ...exporter,
      data_type: 3,
    }),
    gauge("otelcol_process_memory_rss_bytes", "bytes", "Resident memory."),
    counter("otelcol_process_cpu_seconds_total", "seconds", "CPU time."),
  ],
};
