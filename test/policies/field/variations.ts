// More inputs of the kinds that people reported, bad and good.
import { annotated, type Case, dashboard, expressions, loose, routed } from "./inputs";

const CONDITIONS: readonly Case[] = [
  ...expressions(
    "impossible-comparison",
    "queue_length > 5 unless queue_length > 3",
    "queue_length > 5 unless (queue_length == 1 or queue_length >= 2)",
    "queue_length and queue_length == 5 and queue_length == 6",
    "queue_length < 3 or queue_length > 5 or queue_length >= 3",
    ["queue_length == NaN", /nothing equals NaN/],
    "queue_length > +Inf",
    "stddev by (job) (queue_length) < 0",
    "sgn(queue_length) > 1",
    "days_in_month() > 31",
    "sqrt(queue_length) < 0",
  ),
  ...expressions(
    "condition-always-there",
    ["sum(rate(e_total[5m])) > 5 or vector(0) == 0", /vector\(0\) == 0/],
    "sum(up{job='a'}) < 3 or (vector(1) > 0)",
    "sum(up{job='a'}) < 3 or vector(1) == bool 0",
  ),
  ...expressions("delta-on-counter", "delta(x_seconds_bucket{le='+Inf'}[5m]) > 1"),
  ...expressions("rate-on-gauge", "rate(up{job='a'}[5m]) > 0", "increase(probe_success[5m]) > 0"),
  ...expressions(
    "no-rate-on-counter",
    "max(x_errors_total) > 0",
    "sum by (job) (x_errors_total) > 0",
    "x_errors_total - 5 > 3",
  ),
  ...expressions(
    "absent-of-alternatives",
    "absent(up{job=~'(a|b)'})",
    "absent(up{instance=~'web-[12]'})",
    "absent(up{instance=~'web-(?:a|b)[.]example'})",
  ),
  ...expressions(
    "rate-by-rate-ratio",
    "sum by (code) (rate(x_total{code=~'5..'}[5m])) / ignoring () sum by (code) (rate(x_total[5m])) > 0.1",
    "100 / memory_bytes * memory_bytes{kind=~'free|cached'} < 20",
    "memory_bytes{kind='free'} * 100 / memory_bytes < 20",
  ),
  ...expressions(
    "clean",
    "queue_length > 3 unless queue_length > 5",
    "queue_length > 5 unless on (job) queue_length > 3",
    "queue_length > -Inf and queue_length < Inf",
    "queue_length != NaN and queue_length > 5",
    "stddev by (job) (queue_length) < 1",
    "sum(rate(e_total[5m])) > 5 or (vector(1) and on () hour() > 22)",
    "hour() > 22 and on () queue_length > 5",
    "memory_bytes{kind='free'} / ignoring (kind) group_left () sum without (kind) (memory_bytes) < 0.2",
    "memory_bytes{kind='free'} / memory_bytes offset 1h < 0.5",
    "100 / memory_bytes{kind='all'} * memory_free_bytes < 20",
    "max(x_errors_total offset 1h) - max(x_errors_total) > 0",
  ),
];

const ROUTES: readonly Case[] = [
  ...[
    "routes: [{ receiver: a, matchers: ['x=~\".*\"'] }, { receiver: b, matchers: ['c=d'] }]",
    "routes: [{ receiver: b, matchers: ['a=b', 'a=c'] }]",
    "routes: [{ receiver: b, matchers: ['a=b', 'a!~\"b|c\"'] }]",
    "routes: [{ receiver: a, matchers: ['a=b'], routes: [{ receiver: b, matchers: ['a=c'] }] }]",
    "routes: [{ receiver: a, matchers: ['a=b'], routes: [{ receiver: a, matchers: ['x=y'], routes: [{ receiver: b, matchers: ['a=~\"c|d\"'] }] }] }]",
  ].map((routes) => ({ text: routed(routes), right: "unreachable-route" })),
  ...[
    "routes: [{ receiver: a, matchers: ['x=~\".+\"'] }, { receiver: b, matchers: ['c=d'] }]",
    "routes: [{ receiver: b, matchers: ['a=b', 'a=~\"b|c\"'] }]",
    "routes: [{ receiver: a, matchers: ['a=~\"b|c\"'], routes: [{ receiver: b, matchers: ['a=c'] }] }]",
    "routes: [{ receiver: a, matchers: ['a!=b'], routes: [{ receiver: b, matchers: ['a!=c'] }] }]",
  ].map((routes) => ({ text: routed(routes), right: "clean" })),
];

const located = (location: string) =>
  routed(
    "routes: [{ receiver: b, matchers: ['a=b'], mute_time_intervals: [n] }]",
    `time_intervals:\n- { name: n, time_intervals: [{ location: "${location}" }] }\n`,
  );

/** Go opens a location as a file of its database. */
const LOCATIONS: readonly Case[] = [
  ...["Europe/Berlin", "Europe//Berlin", "./Europe/./Berlin", "posix/Europe/Berlin", "EST5EDT", "Local", ""].map(
    (location) => ({ text: located(location), right: "clean" }),
  ),
  ...["Europe/Berln", "Europe/../Europe/Berlin", "/Europe/Berlin", "Europe/Berlin/"].map((location) => ({
    text: located(location),
    right: "refused",
    says: /location/,
  })),
];

const STRUCTURE: readonly Case[] = [
  {
    text: "alerting:\n  file_sd_configs: [{ files: [a.yml] }]\nscrape_configs: [{ job_name: a }]\n",
    right: "refused",
    says: /alerting has no field file_sd_configs/,
  },
  { text: "groups:\n- name: a\n  rules:\n    alert: A\n    expr: up == 0\n", right: "refused", says: /no list/ },
  { text: loose("alert: A, expr: [up]"), right: "refused", says: /expr is no text/ },
  { text: loose("alert: A, expr: { a: b }"), right: "refused", says: /expr is no text/ },
  { text: loose("alert: A, expr: up == 0, for: [5m]"), right: "refused", says: /for is no text/ },
  { text: loose("alert: '', expr: up == 0"), right: "refused", says: /neither alert nor record/ },
];

const monitor = (kind: string, spec: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: { ${spec} }\n`;

/** Prometheus' configuration, in the words of its operator. */
const MONITORS: readonly Case[] = [
  ...[
    monitor("PodMonitor", "podMetricsEndpoints: [{ metricRelabelings: [{ regex: '*_bucket', action: drop }] }]"),
    monitor("ServiceMonitor", "endpoints: [{ relabelings: [{ action: kep }] }]"),
    monitor("ServiceMonitor", "endpoints: [{ relabelings: [{ sourceLabels: [a], regex: b }] }]"),
    monitor("ScrapeConfig", "relabelings: [{ action: hashmod, sourceLabels: [a], targetLabel: b }]"),
  ].map((text) => ({ text, right: "refused" })),
  {
    text: monitor(
      "ServiceMonitor",
      "sampleLimit: 5, endpoints: [{ relabelings: [{ action: replace, sourceLabels: [a], targetLabel: b }, { targetLabel: c, replacement: d }] }]",
    ),
    right: "clean",
  },
];

const JOB = 'up{job="$job"}';
const repeated = (panels: object[], more: object = {}) =>
  JSON.stringify({ ...dashboard("up", [{ name: "job", type: "query", includeAll: true }]), panels, ...more });
const panel = (more: object = {}) => ({ type: "timeseries", title: "B", targets: [{ expr: JOB }], ...more });
const row = (more: object = {}) => ({ type: "row", title: "C", ...more });

/** A variable of several values has one in what is repeated for it. */
const REPEATED: readonly Case[] = [
  ...[
    repeated([panel({ repeat: "job" })]),
    repeated([row({ repeat: "job", panels: [panel()] })]),
    repeated([row({ repeat: "job", panels: [] }), panel(), panel()]),
    repeated([], { rows: [{ repeat: "job", panels: [panel()] }] }),
  ].map((text) => ({ text, right: "clean" })),
  ...[
    repeated([panel({ repeat: "instance" })]),
    repeated([row({ repeat: "job", panels: [panel()] }), row(), panel()]),
    repeated([panel(), row({ repeat: "job" })]),
  ].map((text) => ({ text, right: "dashboard-variables" })),
];

const job = [{ name: "job", type: "query", multi: true }];

/** Grafana's times stand for durations, whatever else a variable may stand for. */
const PANELS: readonly Case[] = [
  ...[
    "rate(x_total[$__rate_interval]",
    "sum(rate(x_total[$__rate_interval])",
    "sum by (job (increase(x_total[$__range]))",
  ].map((expr) => ({ text: JSON.stringify(dashboard(expr)), right: "promql-syntax" })),
  ...["rate(x_total[$__rate_interval])", 'sum(rate(x_total{job=~"$job"}[$__range])) $job'].map((expr) => ({
    text: JSON.stringify(dashboard(expr, job)),
    right: "clean",
  })),
];

export const VARIATIONS: Readonly<Record<string, readonly Case[]>> = {
  "more conditions": CONDITIONS,
  "more routes": ROUTES,
  "more structure": STRUCTURE,
  panels: PANELS,
  monitors: MONITORS,
  locations: LOCATIONS,
  "what is repeated": REPEATED,
  "more templates": [
    { text: annotated("{{ $labels.job | title | }}"), right: "clean" },
    { text: annotated("{{ $labels. job }}"), right: "template-syntax" },
    { text: annotated("{{{ $labels.job }}}"), right: "template-syntax" },
  ],
};
