// Dashboards with faults that dashboard-linter finds, and near misses. Each row is a whole file.
import type { Check } from "./check";

const isFile = true;
const ROOT = '"title":"Shop","schemaVersion":39,"uid":"shop"';
const dashboard = (more: string) => `{${ROOT},${more}}`;
const panels = (...all: string[]) => dashboard(`"panels":[${all.join(",")}]`);
const panel = (fields: string) => `{"type":"timeseries","title":"Orders",${fields}}`;
const querying = (expr: string) => panels(panel(`"targets":[{"expr":${JSON.stringify(expr)}}]`));
const unit = (config: string) =>
  panels(panel(`"description":"How many wait; 0 is good.","targets":[{"expr":"sum(orders)"}]${config}`));
const variable = (fields: string) => dashboard(`"panels":[],"templating":{"list":[${fields}]}`);
const choosing = (query: string) =>
  variable(
    `{"name":"shop","type":"query","query":"${query}","refresh":2,"datasource":{"type":"prometheus","uid":"$datasource"}}`,
  );
const chosen = (label: string, expr: string) =>
  dashboard(
    `"panels":[${panel(`"targets":[{"expr":${JSON.stringify(expr)}}]`)}],"templating":{"list":[{"name":"${label}","type":"query","multi":true,"query":"label_values(orders_total, ${label})","refresh":2}]}`,
  );
const logs = (expr: string) =>
  panels(panel(`"datasource":{"type":"loki","uid":"$logs"},"targets":[{"expr":${JSON.stringify(expr)}}]`));

export const DASHBOARDS: readonly Check[] = [
  {
    name: "PromQL of panels",
    beside: "dashboard-linter target-promql-rule",
    by: ["promql-syntax"],
    isFile,
    bad: [querying("orders(bar.baz)"), querying("sum(rate(orders_total[5m])"), querying("sum(orders[5m]) +")],
    good: [
      querying("sum(rate(orders_total[$__rate_interval])) * $__range_s"),
      querying(`sum(rate(orders_total[$__rate_interval])) * ${"$"}{__range_s}`),
      querying(`sum by (${"$"}{label:csv}) (rate(orders_total[$__rate_interval]))`),
      querying("sum(rate(orders_total[$interval:$resolution]))"),
      querying("increase(orders_total{}[$sampling])"),
    ],
  },
  {
    name: "windows of rates in panels",
    beside: "dashboard-linter target-rate-interval-rule",
    by: ["dashboard-rate-interval"],
    isFile,
    bad: [
      querying("sum(rate(orders_total[1m]))"),
      querying("sum(irate(orders_total[$__interval]))"),
      querying("sum(rate(orders_total[$__rate_interval])) / sum(rate(refusals_total[1m]))"),
    ],
    good: [
      querying("sum(rate(orders_total[$__rate_interval]))"),
      querying("sum(increase(orders_total[$__range]))"),
      querying("sum(rate(a_total[$__rate_interval])) / sum(rate(b_total[$__rate_interval]))"),
    ],
  },
  {
    name: "counters in panels",
    beside: "dashboard-linter target-counter-agg-rule",
    by: ["dashboard-counter-rated"],
    isFile,
    bad: [
      querying("orders_total"),
      querying("sum by (job) (orders_total)"),
      querying("orders_total / rate(refusals_total[$__rate_interval])"),
      querying("rate(orders_total[$__rate_interval]) / refusals_total"),
    ],
    good: [querying("increase(orders_total[$__rate_interval])"), querying("sum(rate(orders_total[$__rate_interval]))")],
  },
  {
    name: "panels without a query, title or unit",
    beside: "dashboard-linter panel-*-rule",
    by: ["dashboard-panel-without-query", "dashboard-panel-title", "dashboard-panel-unit"],
    isFile,
    bad: [
      panels(panel('"targets":[]')),
      panels('{"type":"stat","targets":[{"expr":"sum(orders)"}]}'),
      panels('{"type":"stat","title":"","targets":[{"expr":"sum(orders)"}]}'),
      unit(""),
      unit(',"fieldConfig":{}'),
      unit(',"fieldConfig":{"defaults":{}}'),
      unit(',"fieldConfig":{"defaults":{"unit":""}}'),
      unit(',"fieldConfig":{"defaults":{"mappings":[]}}'),
    ],
    good: [
      unit(',"fieldConfig":{"defaults":{"unit":"short"}}'),
      unit(',"fieldConfig":{"defaults":{"unit":"none"}}'),
      unit(',"fieldConfig":{"defaults":{"mappings":[{"type":"value","options":{"0":{"text":"off"}}}]}}'),
      unit(',"fieldConfig":{"defaults":{},"overrides":[{"properties":[{"id":"unit","value":"s"}]}]}'),
      unit(',"options":{"reduceOptions":{"fields":"/^version$/"}}'),
      panels('{"type":"row","title":"Orders","panels":[]}', '{"type":"text","title":"About","options":{}}'),
    ],
  },
  {
    name: "queries of variables",
    beside: "dashboard-linter template-label-promql-rule",
    by: ["dashboard-variable-query"],
    isFile,
    bad: [
      choosing("label_values(orders{, shop)"),
      choosing("label_values(orders{shop=eu}, city)"),
      choosing("label_values(sum(orders), shop)"),
      choosing("query_result(sum by (shop (orders))"),
      choosing("values_of(orders, shop)"),
    ],
    good: [
      ...["label_values(shop)", "label_values(orders, shop)", 'label_values(orders{city=~\\"$city\\"}, shop)'].map(
        choosing,
      ),
      ...["query_result(max by (shop) (max_over_time(orders{}[$__range])))", "metrics(orders_.*)"].map(choosing),
      ...["label_names()", "orders", 'label_values({job=\\"web\\"}, shop)'].map(choosing),
      variable('{"name":"a","type":"query","query":"hosts(*, up)","datasource":{"type":"zabbix"},"refresh":2}'),
      variable('{"name":"a","type":"custom","query":"label_values(orders{, shop)"}'),
    ],
  },
  {
    name: "chosen jobs and instances",
    beside: "dashboard-linter target-job-rule, target-instance-rule",
    by: ["dashboard-variables", "dashboard-job-instance-variables"],
    isFile,
    bad: ["job", "instance"].flatMap((label) => [
      chosen(label, `sum(rate(orders_total{${label}="$${label}"}[$__rate_interval]))`),
      chosen(label, `sum(rate(orders_total{${label}=~"$other"}[$__rate_interval]))`),
      chosen(label, "sum(rate(orders_total[$__rate_interval]))"),
    ]),
    good: ["job", "instance"].flatMap((label) => [
      chosen(label, `sum(rate(orders_total{${label}=~"$${label}"}[$__rate_interval]))`),
      chosen(label, `sum(rate(orders_total{${label}="web", ${label}=~"$${label}"}[$__rate_interval]))`),
      chosen(label, `sum(rate(orders_total{${label}=~"$${label}", ${label}="web"}[$__rate_interval]))`),
    ]),
  },
  {
    name: "LogQL of panels",
    beside: "dashboard-linter target-logql-rule, target-logql-auto-rule",
    by: ["promql-syntax", "dashboard-rate-interval"],
    isFile,
    bad: ['sum(rate({job="web"[5m]))', 'sum(rate({job="web"}[5m]))', 'bytes_rate({job="web"}[5m])'].map(logs),
    good: ['sum(rate({job="web"}[$__auto]))', '{job="web"} | json | line_format "{{.message}}"'].map(logs),
  },
  {
    name: "variables and editing of dashboards",
    beside: "dashboard-linter template-*-rule, uneditable-dashboard",
    by: [
      ...["dashboard-data-source-variable", "dashboard-data-source", "dashboard-job-instance-variables"],
      ...["dashboard-variable-refresh", "dashboard-not-editable", "dashboard-variables"],
    ],
    isFile,
    bad: [
      dashboard('"editable":true,"panels":[]'),
      variable('{"name":"job","type":"query","query":"label_values(up, job)","refresh":0}'),
      panels(panel('"datasource":"orders","targets":[{"expr":"sum(orders)"}]')),
      dashboard('"panels":[]'),
      variable('{"name":"job","type":"query","query":"label_values(up, job)","refresh":1}'),
      panels(panel('"datasource":{"type":"prometheus","uid":"P1809F7CD0C75ACF3"},"targets":[{"expr":"sum(orders)"}]')),
      querying('sum(orders{job=~"$job"})'),
    ],
    good: [
      dashboard(
        '"editable":false,"panels":[],"templating":{"list":[{"name":"datasource","type":"datasource","query":"prometheus"},{"name":"job","type":"query","query":"label_values(up, job)","refresh":2}]}',
      ),
    ],
  },
];
