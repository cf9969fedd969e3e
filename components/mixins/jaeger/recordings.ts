// Spans in and out, what is lost, and the share of traces that sampling keeps: of Jaeger and of the gateways, whatever job scrapes these.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "host", "service", "team", "job"];
const by = `sum by (${instance.join(", ")})`;

const SHARE = "otelcol_processor_tail_sampling_count_traces_sampled_total";
const LOST = "otelcol_exporter_send_failed_spans_total";

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:jaeger_spans_accepted:rate5m",
    expr: `${by} (rate(otelcol_receiver_accepted_spans_total[5m]))`,
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:jaeger_spans_sent:rate5m",
    expr: `${by} (rate(otelcol_exporter_sent_spans_total[5m]))`,
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "instance:jaeger_spans_refused:ratio_rate5m",
    expr: `(${by} (rate(otelcol_receiver_refused_spans_total[5m]))
        + ${by} (rate(otelcol_receiver_failed_spans_total[5m])))
      / (${by} (rate(otelcol_receiver_refused_spans_total[5m]))
        + ${by} (rate(otelcol_receiver_failed_spans_total[5m]))
        + ${by} (rate(otelcol_receiver_accepted_spans_total[5m])) > 0)`,
    unit: "ratio",
    labels: instance,
  }),
  // What failed once is counted from the first time on, which increase does not see.
  recording({
    record: "instance:jaeger_spans_lost:increase10m",
    expr: `${by} ((${LOST} unless ${LOST} offset 10m) or increase(${LOST}[10m]))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:jaeger_traces_decided:increase30m",
    expr: `${by} (increase(${SHARE}{policy="share"}[30m]))`,
    unit: "count",
    labels: instance,
  }),
  recording({
    record: "instance:jaeger_traces_sampled:ratio30m",
    expr: `${by} (increase(${SHARE}{policy="share",sampled="true"}[30m])) / (instance:jaeger_traces_decided:increase30m > 0)`,
    unit: "ratio",
    labels: instance,
  }),
];
