// Grafana at a glance: does it answer, does it get its data, and does its own alerting work.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';
/** What is counted over a service has no instance. */
const whole = 'service=~"$service"';

export const dashboard = declare({
  uid: "tocsin-grafana",
  title: "Grafana",
  description: "Requests, data sources and the own alerting of Grafana.",
  tags: ["monitoring"],
  variables: [variable("service", 'up{job="grafana"}'), variable("instance", 'up{job="grafana"}')],
  rows: [
    row(
      "State",
      stat(
        "Instances up",
        "ratio",
        "Share of the instances that answer.",
        { up: `avg(up{job="grafana",${on}})` },
        { alert: "GrafanaDown" },
      ),
      stat(
        "Errors",
        "ratio",
        "Share of the requests that Grafana itself failed.",
        { errors: `max(service:grafana_errors:ratio_rate5m{${whole}})` },
        { alert: "GrafanaRequestsFailing" },
      ),
      stat(
        "Worst data source",
        "ratio",
        "The highest share of queries that fail, by kind of data source.",
        { worst: `max(service_plugin_id:grafana_query_errors:ratio_rate5m{${whole}})` },
        { alert: "GrafanaDatasourceRequestsFailing" },
      ),
      stat("Dashboards", "count", "Dashboards kept.", { dashboards: `max(grafana_stat_totals_dashboard{${on}})` }),
    ),
    row(
      "Requests",
      timeseries("Requests", "requestsPerSecond", "Requests to Grafana.", {
        "{{service}}": `service:grafana_requests:rate5m{${whole}}`,
      }),
      timeseries(
        "Failed requests",
        "ratio",
        "Share of the requests that Grafana itself failed, from one in two seconds on.",
        { "{{service}}": `service:grafana_errors:ratio_rate5m{${whole}}` },
        { alert: "GrafanaRequestsFailing", max: 1 },
      ),
      timeseries(
        "Time, p95",
        "seconds",
        "The time that one request in twenty exceeds, without the data sources'.",
        { "{{service}}": `service:grafana_request_duration_seconds:p95_rate5m{${whole}}` },
        { alert: "GrafanaSlow" },
      ),
      timeseries(
        "Answers by status",
        "requestsPerSecond",
        "HTTP's status; 5xx are errors of Grafana or of a data source.",
        {
          "{{status_code}}": `sum by (status_code) (rate(grafana_http_request_duration_seconds_count{${on}}[5m]))`,
        },
      ),
      timeseries("Requests at work", "count", "A line that climbs and does not fall is Grafana waiting.", {
        "{{instance}}": `grafana_http_request_in_flight{${on}}`,
      }),
      table("Busiest handlers", "requestsPerSecond", "The twenty that are asked most.", {
        Requests: `topk(20, sum by (handler) (rate(grafana_http_request_duration_seconds_count{${on}}[5m])))`,
      }),
    ),
    row(
      "Data sources",
      timeseries("Queries", "perSecond", "Queries to data sources, by their kind.", {
        "{{service}} {{plugin_id}}": `service_plugin_id:grafana_queries:rate5m{${whole}}`,
      }),
      timeseries(
        "Failed queries",
        "ratio",
        "Share of the queries that fail, from one in five seconds on.",
        { "{{service}} {{plugin_id}}": `service_plugin_id:grafana_query_errors:ratio_rate5m{${whole}}` },
        { alert: "GrafanaDatasourceRequestsFailing", max: 1 },
      ),
      timeseries("Time of queries, p95", "seconds", "The time that one query in twenty exceeds.", {
        "{{plugin_id}}": `histogram_quantile(0.95, sum by (plugin_id, le) (rate(grafana_plugin_request_duration_seconds_bucket{endpoint="queryData",${on}}[5m])))`,
      }),
    ),
    row(
      "Own alerting",
      timeseries("Alert rules", "count", "Grafana's own rules, at work and paused.", {
        "{{service}} {{state}}": `max by (service, state) (sum without (org) (grafana_alerting_rule_group_rules{${on}}))`,
      }),
      timeseries(
        "Failed evaluations",
        "ratio",
        "Share of the evaluations that fail.",
        { "{{service}} {{org}}": `service_org:grafana_rule_evaluation_failures:ratio_rate5m{${whole}}` },
        { alert: "GrafanaAlertEvaluationsFailing", max: 1 },
      ),
      timeseries("Delay of evaluations", "seconds", "How late the scheduler is; seconds are fine.", {
        "{{instance}}": `grafana_alerting_scheduler_behind_seconds{${on}}`,
      }),
      timeseries("Notifications", "perSecond", "Notifications tried, by kind of channel.", {
        "{{integration}}": `sum by (integration) (rate(grafana_alerting_notifications_total{${on}}[5m]))`,
      }),
      timeseries(
        "Failed notifications",
        "count",
        "Notifications that failed in ten minutes; nothing where none ever did.",
        { "{{service}} {{integration}}": `service_integration:grafana_notifications_failed:increase10m{${whole}}` },
        { alert: "GrafanaNotificationsFailing" },
      ),
    ),
    row(
      "Process",
      timeseries("Memory", "bytes", "Memory that the process holds.", {
        "{{instance}}": `process_resident_memory_bytes{job="grafana",${on}}`,
      }),
      timeseries("Uptime", "seconds", "Time since Grafana started.", {
        "{{instance}}": `time() - process_start_time_seconds{job="grafana",${on}}`,
      }),
      table("Versions", "count", "Instances by the version that they run.", {
        Instances: `count by (version, edition) (grafana_build_info{${on}})`,
      }),
    ),
  ],
});
