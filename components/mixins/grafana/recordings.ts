// Requests to Grafana, its requests to data sources, and its own alerting.
import { type Recording, recording } from "../../rules";

const service = ["service", "team"];

/** Grafana's own work: without connections that stay open, and without waiting for a data source. */
const OWN = 'handler!~"/api/live/.*|/api/ds/query.*|/api/datasources/.*|/apis/query.*"';
const REQUESTS = "grafana_http_request_duration_seconds";
const QUERIES = 'grafana_plugin_request_total{endpoint="queryData"';

/**
 * How many times a counter has counted in ten minutes. It is absent until it first counts, which increase() would miss:
 * what is new counts from 0, unless the target itself is new. Five minutes then bridge a scrape that was missed.
 */
const counted = (metric: string) => `sum by (service, team, integration) (
  clamp_min(${metric} - (last_over_time(${metric}[5m] offset 10m) or ${metric} * 0), 0)
  and on (instance, job, service, team) max_over_time(up{job="grafana"}[5m] offset 10m) == 1)`;

export const recordings: readonly Recording[] = [
  recording({
    record: "service:grafana_requests:rate5m",
    expr: `sum by (service, team) (rate(${REQUESTS}_count[5m]))`,
    unit: "perSecond",
    labels: service,
  }),
  recording({
    record: "service:grafana_errors:ratio_rate5m",
    // Not what a data source did wrong. 0 without any error; from one request in two seconds on.
    expr: `(sum by (service, team) (rate(${REQUESTS}_count{status_code=~"5..",status_source!="downstream"}[5m]))
        or service:grafana_requests:rate5m * 0) / (service:grafana_requests:rate5m >= 0.5)`,
    unit: "ratio",
    labels: service,
  }),
  recording({
    record: "service:grafana_request_duration_seconds:p95_rate5m",
    // From one request in two seconds on.
    expr: `histogram_quantile(0.95, sum by (service, team, le) (rate(${REQUESTS}_bucket{${OWN}}[5m])))
      and sum by (service, team) (rate(${REQUESTS}_count{${OWN}}[5m])) >= 0.5`,
    unit: "seconds",
    labels: service,
  }),
  recording({
    record: "service_plugin_id:grafana_queries:rate5m",
    expr: `sum by (service, team, plugin_id) (rate(${QUERIES}}[5m]))`,
    unit: "perSecond",
    labels: [...service, "plugin_id"],
  }),
  recording({
    record: "service_plugin_id:grafana_query_errors:ratio_rate5m",
    // 0 without any error; from one query in five seconds on.
    expr: `(sum by (service, team, plugin_id) (rate(${QUERIES},status="error"}[5m]))
        or service_plugin_id:grafana_queries:rate5m * 0) / (service_plugin_id:grafana_queries:rate5m >= 0.2)`,
    unit: "ratio",
    labels: [...service, "plugin_id"],
  }),
  recording({
    record: "service_org:grafana_rule_evaluation_failures:ratio_rate5m",
    expr: `sum by (service, team, org) (rate(grafana_alerting_rule_evaluation_failures_total[5m]))
      / (sum by (service, team, org) (rate(grafana_alerting_rule_evaluations_total[5m])) > 0)`,
    unit: "ratio",
    labels: [...service, "org"],
  }),
  recording({
    record: "service_integration:grafana_notifications_failed:increase10m",
    expr: counted("grafana_alerting_notifications_failed_total"),
    unit: "count",
    labels: [...service, "integration"],
  }),
];
