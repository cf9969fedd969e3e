// What goes in and out, what is refused and lost, and how full the queues are. A collector without a signal has no series of it.
import { type Recording, recording } from "../../rules";
import { SIGNALS } from "./metrics";

/** Other programs are made of the collector as well, and show the same: Jaeger. */
const OWN = 'job="otelcol"';

const instance = ["instance", "host", "service", "team", "job"];
const by = `sum by (${instance.join(", ")})`;
const byExporter = `sum by (${[...instance, "exporter"].join(", ")})`;

const ofSignal = ([signal, records]: [string, string]): Recording[] => [
  recording({
    record: "instance_signal:otelcol_accepted:rate5m",
    expr: `${by} (rate(otelcol_receiver_accepted_${records}_total{${OWN}}[5m]))`,
    unit: "perSecond",
    labels: [...instance, "signal"],
    adds: { signal },
  }),
  recording({
    record: "instance_signal:otelcol_sent:rate5m",
    expr: `${by} (rate(otelcol_exporter_sent_${records}_total{${OWN}}[5m]))`,
    unit: "perSecond",
    labels: [...instance, "signal"],
    adds: { signal },
  }),
  recording({
    record: "instance_signal:otelcol_refused:ratio_rate5m",
    expr: `${by} (rate(otelcol_receiver_refused_${records}_total{${OWN}}[5m]))
      / (${by} (rate(otelcol_receiver_refused_${records}_total{${OWN}}[5m]))
        + ${by} (rate(otelcol_receiver_accepted_${records}_total{${OWN}}[5m])) > 0)`,
    unit: "ratio",
    labels: [...instance, "signal"],
    adds: { signal },
  }),
  // What failed once is counted from the first time on, which increase does not see.
  ...["send_failed", "enqueue_failed"].map((how) =>
    recording({
      record: "instance_exporter_signal:otelcol_lost:increase10m",
      expr: `${byExporter} (
        (otelcol_exporter_${how}_${records}_total{${OWN}} unless otelcol_exporter_${how}_${records}_total{${OWN}} offset 10m)
        or increase(otelcol_exporter_${how}_${records}_total{${OWN}}[10m]))`,
      unit: "count",
      labels: [...instance, "exporter", "signal", "how"],
      adds: { signal, how },
    }),
  ),
];

export const recordings: readonly Recording[] = [
  ...Object.entries(SIGNALS).flatMap(ofSignal),
  recording({
    record: "instance_exporter:otelcol_queue:ratio",
    expr: `max by (${[...instance, "exporter"].join(", ")}) (otelcol_exporter_queue_size{${OWN}} / (otelcol_exporter_queue_capacity{${OWN}} > 0))`,
    unit: "ratio",
    labels: [...instance, "exporter"],
  }),
];
