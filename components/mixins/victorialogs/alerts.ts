// What can go wrong with VictoriaLogs. That it does not answer says TargetDown, and the queue of what sends to it.
import { type Alert, alert } from "../../rules";

const DAY = 86_400;

export const alerts: readonly Alert[] = [
  alert({
    name: "VictorialogsReadOnly",
    expr: "vl_storage_is_read_only == 1",
    severity: "critical",
    for: "30s",
    summary: "The log store {{ $labels.instance }} takes no lines: its disk is full",
    description: "Lines wait in the queues of those that send them, and are lost once these are full.",
  }),
  alert({
    name: "VictorialogsDiskFillsUp",
    expr: "instance:vl_disk_full:seconds",
    below: { warning: 3 * DAY },
    unit: "seconds",
    // Not one large merge.
    for: "10m",
    summary: "The disk of the log store {{ $labels.instance }} is full within days",
    description: "At the pace of the last day it is full in {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "VictorialogsRetentionCutShort",
    expr: "instance:vl_data_size:ratio_of_limit",
    above: { warning: 0.95 },
    unit: "ratio",
    for: "10m",
    summary: "The log store {{ $labels.instance }} deletes days before their time",
    description:
      "{{ $value | humanizePercentage }} of what it may take of the disk is in use: the oldest days go, whatever the retention.",
  }),
  alert({
    name: "VictorialogsRowsDropped",
    expr: "instance:vl_rows_dropped:increase10m",
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "The log store {{ $labels.instance }} throws lines away",
    description:
      "{{ $value | humanize }} lines of the last ten minutes: their time is beyond the retention or in the future, they have too many fields, or they are too long.",
  }),
  alert({
    name: "VictorialogsIngestionErrors",
    expr: 'sum without (path, format) (increase(vl_http_errors_total{path=~"/insert/.*"}[5m]))',
    above: { warning: 2.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "The log store {{ $labels.instance }} refuses what it is sent",
    description: "{{ $value | humanize }} requests of the last five minutes ended in an error.",
  }),
  alert({
    name: "VictorialogsQueriesRefused",
    expr: "increase(vl_concurrent_select_limit_timeout_total[5m])",
    above: { warning: 0.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "The log store {{ $labels.instance }} refuses queries",
    description:
      "{{ $value | humanize }} queries of the last five minutes timed out while they waited for their turn, those of alerts on logs among them.",
  }),
  alert({
    name: "VictorialogsManyStreams",
    expr: "increase(vl_streams_created_total[1h])",
    above: { warning: 1000 },
    for: "0s",
    keepFiringFor: "5m",
    // What is new in an hour is seen before the hour has passed.
    summary: "The log store {{ $labels.instance }} gets ever new streams",
    description:
      "{{ $value | humanize }} streams are new within an hour: a label of the streams has values without a bound.",
  }),
];
