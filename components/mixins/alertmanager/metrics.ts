// What Alertmanager says about itself; checked against the oldest version that is supported, and read through up to 0.28.
import { type Catalogue, counter, gauge, histogram } from "../../rules";

/** Every kind of receiver that the version knows, used or not; 10 in 0.25. */
const integration = { integration: 20 };

/** Since 0.26 failures also say why. */
const why = { reason: ["clientError", "serverError", "contextCanceled", "contextDeadlineExceeded", "other"] } as const;

export const metrics: Catalogue = {
  exporter: "alertmanager",
  version: "0.25.0",
  source: "https://github.com/prometheus/alertmanager",
  // Counted in 0.34.2, which shows every kind of receiver, used or not; 0.28 has a fifth less.
  series: { expected: 558 },
  present: { metrics: ["alertmanager_config_last_reload_successful", "alertmanager_notifications_total"] },
  metrics: [
    gauge("process_start_time_seconds", "timestamp", "When the process started."),
    gauge("alertmanager_config_last_reload_successful", "boolean", "1 where the last reload took the configuration."),
    gauge(
      "alertmanager_config_last_reload_success_timestamp_seconds",
      "timestamp",
      "When a configuration was last taken.",
    ),
    gauge("alertmanager_config_hash", "count", "A number that differs where the configuration differs."),
    gauge(
      "alertmanager_cluster_members",
      "count",
      "Members of its cluster that it knows, itself included; absent without a cluster.",
    ),
    gauge("alertmanager_alerts", "count", "Alerts that it holds.", { state: ["active", "suppressed", "unprocessed"] }),
    gauge("alertmanager_silences", "count", "Silences that it holds.", { state: ["active", "expired", "pending"] }),
    counter("alertmanager_alerts_received_total", "count", "Alerts received.", {
      status: ["firing", "resolved"],
      version: ["v1", "v2"],
    }),
    counter("alertmanager_notifications_total", "count", "Messages to be sent, failed ones included.", integration),
    counter("alertmanager_notifications_failed_total", "count", "Messages given up, after all attempts.", {
      ...integration,
      ...why,
    }),
    counter(
      "alertmanager_notification_requests_total",
      "count",
      "Attempts to send, failed ones included.",
      integration,
    ),
    counter("alertmanager_notification_requests_failed_total", "count", "Attempts that failed.", integration),
    histogram(
      "alertmanager_notification_latency_seconds",
      "seconds",
      "How long an attempt to send took.",
      integration,
      5,
    ),
  ],
};
