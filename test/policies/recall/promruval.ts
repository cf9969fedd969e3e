// Rules that promruval's validations refuse, and near misses. Where a validation has parameters, they are settings here.
import type { Check } from "./check";

const house = (settings: string, rule: string) => `{ settings: ${settings}, rules: [${rule}] }`;
const alert = (fields: string) => `{ alert: OrdersSlow, expr: 'sum(orders) > 1', ${fields} }`;
const record = (expr: string) => `{ record: orders, expr: ${JSON.stringify(expr)} }`;

const IN_LABELS = ["{ labels: [team, tier] }", "{ forbidden: [team, tier] }", "{ labels: ['team?=\\d+'] }"] as const;

export const PROMRUVAL: readonly Check[] = [
  {
    name: "labels and annotations of rules",
    beside: "promruval hasLabels, labelMatchesRegexp, …",
    by: ["house-rules"],
    bad: [
      house(IN_LABELS[0], alert("labels: { level: a }")),
      house(IN_LABELS[0], alert("labels: { team: shop }")),
      house(IN_LABELS[1], alert("labels: { team: shop }")),
      house(IN_LABELS[2], alert("labels: { team: shop }")),
      house("{ annotations: [summary, runbook] }", alert("annotations: { title: a }")),
      house("{ forbidden: [runbook] }", alert("annotations: { runbook: a }")),
      house("{ annotations: ['link?=\\d+'] }", alert("annotations: { link: shop }")),
      house("{ labels: ['team|tier'] }", alert("labels: { level: a }")),
      house("{ annotations: ['summary|title'] }", alert("annotations: { level: a }")),
      house("{ forbidden: ['team=\\d+'] }", alert("labels: { team: '7' }")),
      house("{ labels: ['team?=shop'] }", alert("labels: { team: pay }")),
      house("{ labels: ['team=shop'] }", alert("labels: { team: '' }")),
      house("{ labels: ['teams?*=shop'] }", alert("labels: { teams: 'pay,sales' }")),
      house("{ labels: ['team?=shop'] }", alert("labels: { team: '{{ $labels.team }}' }")),
      house("{ annotations: ['link?=https?://[^/]+/?.*'] }", alert("annotations: { link: 'htps:////shop' }")),
      house("{ forbidden: ['.*='] }", alert("labels: { team: '' }")),
      house("{ forbidden: ['.*='] }", alert("labels: { team: shop, tier: '' }")),
      house("{ maxFor: 60 }", alert("for: 1h")),
      house("{ maxKeepFiringFor: 60 }", alert("keep_firing_for: 2m")),
      house("{ alertNames: ['Shop.*'] }", alert("for: 1h")),
      house("{ recordingNames: ['.*:.*'] }", record("sum(a)")),
    ],
    good: [
      house(IN_LABELS[0], alert("labels: { team: shop, tier: a }")),
      house(IN_LABELS[1], alert("labels: { level: a }")),
      house(IN_LABELS[2], alert("labels: { team: '7' }")),
      house(IN_LABELS[2], alert("labels: { level: a }")),
      house("{ annotations: [summary, runbook] }", alert("annotations: { summary: a, runbook: b }")),
      house("{ forbidden: [runbook] }", alert("annotations: { title: a }")),
      house("{ labels: ['team|tier'] }", alert("labels: { tier: a }")),
      house("{ annotations: ['summary|title'] }", alert("annotations: { title: a }")),
      house("{ forbidden: ['team=\\d+'] }", alert("labels: { team: shop }")),
      house("{ labels: ['team?=shop'] }", alert("labels: { tier: a }")),
      house("{ annotations: ['link?=https?://[^/]+/?.*'] }", alert("annotations: { link: 'https://wiki.shop' }")),
      house("{ forbidden: ['.*='] }", alert("labels: { team: shop }")),
      house("{ maxFor: 60 }", alert("for: 1s")),
      house("{ maxFor: 60 }", alert("labels: {}")),
      house("{ maxKeepFiringFor: 60 }", alert("keep_firing_for: 1s")),
      house("{ alertNames: ['Orders.*'] }", alert("for: 1h")),
    ],
  },
  {
    name: "what expressions name, and how far they look back",
    beside: "promruval expressionDoesNotUse…",
    by: ["house-expressions"],
    bad: [
      ...[
        "orders{team='a'}",
        "sum by (team) (orders)",
        "sum without (team) (orders)",
        "orders * on (team) stock",
        "orders * on (shop) group_left (team) stock",
      ].map((expr) => house("{ forbiddenLabels: [team] }", record(expr))),
      house("{ forbiddenMetrics: [orders] }", record("orders{team='a'}")),
      house("{ forbiddenMetrics: ['orders', 'stock.*'] }", record("carts and stock_left")),
      house("{ forbiddenMetrics: ['orders.*'] }", record("carts{team='a'} and orders_open")),
      ...[
        "last_over_time(orders[2h])",
        "orders offset 2h",
        "max_over_time(delta(orders[1m])[2h:1m])",
        "max_over_time(orders[40m] offset 40m)",
      ].map((expr) => house("{ maxAge: 3600 }", record(expr))),
      ...["rate(orders_total[20s])", "avg_over_time(sum(orders)[20s:20s])"].map((expr) =>
        house("{ minRange: 60 }", record(expr)),
      ),
    ],
    good: [
      house("{ forbiddenLabels: [team] }", record("sum by (shop) (orders{tier='a'})")),
      house("{ forbiddenMetrics: [] }", record("orders")),
      house("{ forbiddenMetrics: [stock] }", record("stock_left")),
      house("{ maxAge: 3600 }", record("rate(orders_total[5m] offset 10m)")),
      house("{ minRange: 60 }", record("rate(orders_total[2m])")),
    ],
  },
  {
    name: "functions and selectors",
    beside: "promruval validFunctionsOnCounters, rateBeforeAggregation, …",
    by: [
      ...["irate-in-alert", "rate-on-unsuffixed-metric", "rate-of-sum", "rate-on-gauge", "promql-syntax"],
      ...["selector-without-name", "experimental-promql", "template-syntax"],
    ],
    bad: [
      "{ alert: A, expr: 'irate(orders_total[1m]) > 1' }",
      "rate(orders[1m])",
      'increase(orders{shop="a"}[1m])',
      "rate(sum(orders_total)[1m:])",
      'increase(count(orders{shop="a"})[1m:]) * count(orders{shop="a"})',
      "increase(min(orders_total)[1m:])",
      "increase(min(orders_total)[1m])",
      "sum(rate(orders_total{shop='a'} | ??? [1m]))",
      '{shop="a"}',
      'sum(rate(orders_total{code="5"}[5m])) / sum(rate({code!="x"}[5m])) > 10',
      "sort_by_label(orders, 'shop')",
      "{ alert: A, expr: 'orders > 1', labels: { team: '{{ $value | humanizeSometimes }}' } }",
      "{ alert: A, expr: 'orders > 1', annotations: { summary: 'a {{ $value | shop }} b' } }",
    ],
    good: [
      "{ alert: A, expr: 'rate(orders_total[1m]) > 1' }",
      "rate(orders_total[1m])",
      'increase(orders_total{shop="a"}[1m])',
      'increase(orders_seconds_count{shop="a"}[1m])',
      'increase(orders_total{shop="a"}[1m]) * count(orders{shop="a"})',
      "sum(rate(orders_total[1m]))",
      'orders{shop="a"}',
      '{__name__="orders", shop="a"}',
      "{ alert: A, expr: 'orders > 1', annotations: { summary: 'a {{ $value | humanizeDuration }} b' } }",
    ],
  },
];
