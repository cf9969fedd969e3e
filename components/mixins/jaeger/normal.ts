// A healthy store, which is sent ten spans a second, and the gateway before it, which keeps a tenth of a hundred traces a second.
import { always, around, type Normal, steadily, traffic } from "../../rules";

const MIB = 1024 ** 2;
const receiver = { receiver: "otlp", transport: "http" };
const storage = { kind: "badger", name: "badger", role: "tracestore", operation: "find_traces" };

const flow = (spans: { taken: number; sent: number }, exporter: string): Normal => ({
  otelcol_receiver_accepted_spans_total: [[receiver, traffic(spans.taken)]],
  otelcol_receiver_refused_spans_total: [[receiver, always(0)]],
  otelcol_receiver_failed_spans_total: [[receiver, always(0)]],
  otelcol_exporter_sent_spans_total: [[{ exporter }, traffic(spans.sent)]],
  otelcol_exporter_send_failed_spans_total: [[{ exporter }, always(0)]],
  otelcol_process_memory_rss_bytes: around(90 * MIB, 0.1),
  otelcol_process_cpu_seconds_total: steadily(0.05),
});

const decided = (policy: string, sampled: boolean, rate: number) =>
  [{ policy, decision: sampled ? "sampled" : "not_sampled", sampled: String(sampled) }, traffic(rate)] as const;

export const normal: readonly Normal[] = [
  {
    ...flow({ taken: 10, sent: 10 }, "jaeger_storage_exporter"),
    jaeger_storage_requests_total: [
      [{ ...storage, result: "ok" }, steadily(0.1)],
      [{ ...storage, result: "err" }, always(0)],
    ],
  },
  {
    ...flow({ taken: 100, sent: 10 }, "otlp_http"),
    otelcol_processor_tail_sampling_count_traces_sampled_total: [
      decided("share", true, 10),
      decided("share", false, 90),
      decided("always", true, 1),
      decided("always", false, 99),
    ],
    otelcol_processor_tail_sampling_new_trace_id_received_total: traffic(100),
    otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total: always(0),
    otelcol_processor_tail_sampling_sampling_traces_on_memory: around(500, 0.2),
  },
];
