// A healthy agent: 100 lines a second from files, a tenth as many spans, and a queue that is nearly empty.
import { always, around, type Normal, steadily, traffic } from "../../rules";
import { SIGNALS } from "./metrics";

const RATES: Readonly<Record<string, number>> = { logs: 100, spans: 10 };
const MIB = 1024 ** 2;
const exporter = { exporter: "otlp_http" };
const DATA_TYPES = ["logs", "traces"];

const flow = ([signal, records]: [string, string]): Normal => {
  const rate = RATES[signal] ?? 0;
  const receiver = { receiver: "otlp", transport: "http" };
  return {
    [`otelcol_receiver_accepted_${records}_total`]: [[receiver, traffic(rate)]],
    [`otelcol_receiver_refused_${records}_total`]: [[receiver, always(0)]],
    [`otelcol_exporter_sent_${records}_total`]: [[exporter, traffic(rate)]],
    [`otelcol_exporter_send_failed_${records}_total`]: [[exporter, always(0)]],
    [`otelcol_exporter_enqueue_failed_${records}_total`]: [[exporter, always(0)]],
  };
};

export const normal: readonly Normal[] = [
  {
    ...Object.assign({}, ...Object.entries(SIGNALS).map(flow)),
    otelcol_exporter_queue_size: DATA_TYPES.map((data_type) => [{ ...exporter, data_type }, around(20_000)] as const),
    otelcol_exporter_queue_capacity: DATA_TYPES.map((data_type) => [{ ...exporter, data_type }, always(1e9)] as const),
    otelcol_process_memory_rss_bytes: around(90 * MIB, 0.1),
    otelcol_process_cpu_seconds_total: steadily(0.05),
  },
];
