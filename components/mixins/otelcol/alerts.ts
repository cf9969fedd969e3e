// What can go wrong with the OpenTelemetry Collector. That it does not answer says TargetDown.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "OtelcolDroppedData",
    expr: "instance_exporter_signal:otelcol_lost:increase10m",
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "The collector {{ $labels.instance }} drops {{ $labels.signal }}",
    description:
      "{{ $value | humanize }} records of the last ten minutes did not get out through {{ $labels.exporter }} ({{ $labels.how }}): refused for good, or no room in the queue.",
  }),
  alert({
    name: "OtelcolRefusedData",
    expr: "instance_signal:otelcol_refused:ratio_rate5m",
    above: { warning: 0.01 },
    unit: "ratio",
    for: "2m",
    summary: "The collector {{ $labels.instance }} refuses {{ $labels.signal }}",
    description:
      "{{ $value | humanizePercentage }} of what it was sent in the last five minutes, as it is short of memory or its queue is full; senders that do not try again lose it.",
  }),
  alert({
    name: "OtelcolQueueFull",
    expr: "instance_exporter:otelcol_queue:ratio",
    above: { warning: 0.5, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "30s" },
    summary: "The queue of {{ $labels.exporter }} at the collector {{ $labels.instance }} fills up",
    description: "{{ $value | humanizePercentage }} of it is in use: what it sends to is down or too slow.",
  }),
  alert({
    name: "OtelcolNotSending",
    expr: `instance_signal:otelcol_sent:rate5m == 0
      and on (instance, service) max by (instance, service) (instance_exporter:otelcol_queue:ratio) > 0`,
    severity: "warning",
    for: "2m",
    exprHolds: "5m",
    summary: "The collector {{ $labels.instance }} gets no {{ $labels.signal }} out",
    description: "Something waits in its queue, and nothing was sent in five minutes.",
  }),
];
