// What can go wrong with traces. That the store or the gateway does not answer says TargetDown; what a gateway that is scraped as a
// collector loses, the alerts of collectors say.
import { type Alert, alert } from "../../rules";

/** Fewer traces than that come to another share by chance. */
const ENOUGH_TRACES = 1_000;

/** @param sharePercent Of the traces that nothing speaks for. */
export const alertsFor = (sharePercent: number): readonly Alert[] => [
  alert({
    name: "JaegerSpansLost",
    expr: 'instance:jaeger_spans_lost:increase10m{job="jaeger"}',
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "{{ $labels.instance }} loses spans",
    description: "{{ $value | humanize }} spans of the last ten minutes could not be written.",
  }),
  alert({
    name: "JaegerSpansRefused",
    expr: 'instance:jaeger_spans_refused:ratio_rate5m{job="jaeger"}',
    above: { warning: 0.01 },
    unit: "ratio",
    for: "2m",
    summary: "{{ $labels.instance }} refuses spans",
    description:
      "{{ $value | humanizePercentage }} of the spans that it was sent in the last five minutes; senders that do not try again lose them.",
  }),
  alert({
    name: "JaegerTracesCutShort",
    expr: "sum by (instance, host, service, team, job) (increase(otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total[10m]))",
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "{{ $labels.instance }} leaves traces out before it has decided on them",
    description:
      "{{ $value | humanize }} traces of the last ten minutes: memory holds no more, and errors among them are lost.",
  }),
  alert({
    name: "JaegerSamplingShare",
    expr: `abs(instance:jaeger_traces_sampled:ratio30m - ${sharePercent / 100})
      and instance:jaeger_traces_decided:increase30m >= ${ENOUGH_TRACES}`,
    above: { info: 0.03 },
    unit: "ratio",
    for: "10m",
    exprHolds: "30m",
    summary: "{{ $labels.instance }} keeps another share of the traces than its settings say",
    description: `It differs by {{ $value | humanizePercentage }} from the ${sharePercent}% of the settings, over 30 minutes.`,
  }),
];
