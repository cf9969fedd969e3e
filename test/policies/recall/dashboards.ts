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
    ],
    good: [
      unit(',"fieldConfig":{"defaults":{"unit":"short"}}'),
      unit(',"fieldConfig":{"defaults":{"unit":"none"}}'),
      panels('{"type":"row","title":"Orders","panels":[]}', '{"type":"text","title":"About","options":{}}'),
    ],
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
