// What Grafana itself gives on /metrics, which is on by default ([metrics] enabled). Whoever uses none of its own alert
// rules has no series of evaluations and notifications.
import { type Catalogue, counter, gauge, histogram } from "../../rules";

const org = { org: 20 };
const http = {
  handler: 150,
  status_code: 10,
  method: 5,
  status_source: ["server", "downstream"],
  slo_group: 4,
} as const;
/** Plugins are data sources above all. */
const plugin = {
  plugin_id: 20,
  endpoint: ["queryData", "callResource", "checkHealth", "collectMetrics"],
  status: ["ok", "error", "cancelled"],
  target: 2,
  status_source: ["plugin", "downstream"],
} as const;
const BUCKETS = 12;

export const metrics: Catalogue = {
  exporter: "grafana",
  version: "11",
  source: "https://github.com/grafana/grafana/blob/main/pkg/services/ngalert/metrics/multi_org_alertmanager.go",
  metrics: [
    gauge("grafana_build_info", "boolean", "Always 1; says in its labels which version runs.", {
      version: 1,
      revision: 1,
      branch: 1,
      goversion: 1,
      edition: 1,
    }),
    histogram("grafana_http_request_duration_seconds", "seconds", "Time of HTTP requests.", http, BUCKETS),
    gauge("grafana_http_request_in_flight", "count", "Requests that are being answered."),
    counter("grafana_plugin_request_total", "count", "Requests to plugins; queryData asks data sources.", plugin),
    histogram(
      "grafana_plugin_request_duration_seconds",
      "seconds",
      "Time of requests to plugins.",
      { ...plugin, source: 1 },
      BUCKETS,
    ),
    counter("grafana_alerting_rule_evaluations_total", "count", "Evaluations of Grafana's own alert rules.", org),
    counter("grafana_alerting_rule_evaluation_failures_total", "count", "Evaluations that failed.", org),
    gauge("grafana_alerting_scheduler_behind_seconds", "seconds", "How late evaluations are."),
    gauge("grafana_alerting_rule_group_rules", "count", "Grafana's own alert rules.", {
      ...org,
      state: ["active", "paused"],
    }),
    counter("grafana_alerting_notifications_total", "count", "Notifications tried; absent until there is one.", {
      ...org,
      integration: 10,
    }),
    counter("grafana_alerting_notifications_failed_total", "count", "Of them, failed; absent until there is one.", {
      ...org,
      integration: 10,
    }),
    gauge("grafana_stat_totals_dashboard", "count", "Dashboards."),
    gauge("process_resident_memory_bytes", "bytes", "Memory that the process holds."),
    gauge("process_start_time_seconds", "timestamp", "When the process started."),
  ],
};
