// A healthy Grafana: some users at their dashboards, and alert rules of its own that mail now and then.
import { about, always, around, every, type Normal, observed, startTime, steadily, traffic } from "../../rules";

const MIB = 1024 ** 2;
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25] as const;

const request = (handler: string, method: string, status_code = "200") => ({
  handler,
  method,
  status_code,
  status_source: "server",
  slo_group: "high-slow",
});
const query = {
  plugin_id: "prometheus",
  endpoint: "queryData",
  status: "ok",
  target: "in_memory",
  status_source: "plugin",
};
const failed = { ...query, status: "error", status_source: "downstream" };

export const normal: readonly Normal[] = [
  {
    grafana_build_info: [
      [{ version: "11.6.0", revision: "d2fdff9e", branch: "HEAD", goversion: "go1.24.1", edition: "oss" }, always(1)],
    ],
    grafana_http_request_duration_seconds: [
      [request("/api/dashboards/uid/:uid", "GET"), observed({ perSecond: 0.4, median: 0.02, bounds: BOUNDS })],
      [request("/api/ds/query", "POST"), observed({ perSecond: 4, median: 0.06, bounds: BOUNDS })],
      [request("/api/search/", "GET"), observed({ perSecond: 1, median: 0.03, bounds: BOUNDS })],
      [request("/api/ds/query", "POST", "400"), observed({ perSecond: 0.02, median: 0.03, bounds: BOUNDS })],
    ],
    grafana_http_request_in_flight: about(3),
    grafana_plugin_request_total: [
      [query, traffic(4)],
      [failed, traffic(0.02)],
    ],
    grafana_plugin_request_duration_seconds: [
      [{ ...query, source: "grafana-backend" }, observed({ perSecond: 4, median: 0.05, bounds: BOUNDS })],
    ],
    grafana_alerting_rule_evaluations_total: [[{ org: "1" }, steadily(0.5)]],
    grafana_alerting_rule_evaluation_failures_total: [[{ org: "1" }, every(7_200)]],
    grafana_alerting_scheduler_behind_seconds: around(0.002),
    grafana_alerting_rule_group_rules: [
      [{ org: "1", state: "active" }, always(30)],
      [{ org: "1", state: "paused" }, always(2)],
    ],
    grafana_alerting_notifications_total: [[{ org: "1", integration: "email" }, every(5_000)]],
    // A failure of long ago: the counter stays where it is.
    grafana_alerting_notifications_failed_total: [[{ org: "1", integration: "email" }, always(1)]],
    grafana_stat_totals_dashboard: always(42),
    process_resident_memory_bytes: around(240 * MIB, 0.1),
    process_start_time_seconds: startTime,
  },
];
