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

const STRUCTURE: readonly Case[] = [
  { text: "groups:\n- name: a\n  rules:\n    alert: A\n    expr: up == 0\n", right: "refused", says: /no list/ },
  { text: loose("alert: A, expr: [up]"), right: "refused", says: /expr is no text/ },
  { text: loose("alert: A, expr: { a: b }"), right: "refused", says: /expr is no text/ },
  { text: loose("alert: A, expr: up == 0, for: [5m]"), right: "refused", says: /for is no text/ },
  { text: loose("alert: '', expr: up == 0"), right: "refused", says: /neither alert nor record/ },
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
  "more templates": [
    { text: annotated("{{ $labels.job | title | }}"), right: "clean" },
    { text: annotated("{{ $labels. job }}"), right: "template-syntax" },
    { text: annotated("{{{ $labels.job }}}"), right: "template-syntax" },
  ],
};
