// Alertmanager at a glance: what fires, what was sent, what failed, and what is silenced.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-alertmanager",
  title: "Alertmanager",
  description: "Alerts, messages, silences and configuration of the Alertmanagers.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="alertmanager"}')],
  rows: [
    row(
      "State",
      stat(
        "Alertmanagers up",
        "ratio",
        "Share of the Alertmanagers that answer.",
        {
          up: `sum(up{job="alertmanager",${on}}) / count(up{job="alertmanager",${on}})`,
        },
        { alert: "AlertmanagerClusterDown" },
      ),
      stat("Alerts firing", "count", "Alerts that are neither silenced nor inhibited; the dead-man's switch is one.", {
        firing: `max(alertmanager_alerts{state="active",${on}})`,
      }),
      stat("Silences", "count", "Silences in force.", {
        silences: `max(alertmanager_silences{state="active",${on}})`,
      }),
      stat(
        "Configuration taken",
        "ratio",
        "Share of the Alertmanagers that took their last configuration.",
        {
          taken: `avg(alertmanager_config_last_reload_successful{${on}})`,
        },
        { alert: "AlertmanagerFailedReload" },
      ),
    ),
    row(
      "Alerts",
      timeseries("Alerts by state", "count", "Suppressed ones are silenced or inhibited.", {
        "{{instance}} {{state}}": `alertmanager_alerts{${on}}`,
      }),
      timeseries("Alerts received", "perSecond", "What Prometheus sends; a firing alert is sent again every minute.", {
        "{{instance}} {{status}}": `sum without (version) (rate(alertmanager_alerts_received_total{${on}}[5m]))`,
      }),
    ),
    row(
      "Messages",
      timeseries("Messages", "perSecond", "Messages by kind of receiver; kinds that were never used are left out.", {
        "{{integration}}": `sum by (integration) (rate(alertmanager_notifications_total{${on}}[5m]) and alertmanager_notifications_total{${on}} > 0)`,
      }),
      timeseries(
        "Messages given up",
        "ratio",
        "Share of the messages of ten minutes that were given up after all attempts; 0 where fewer than two were sent.",
        {
          "{{instance}} {{integration}}": `instance_integration:alertmanager_notifications_failed:ratio_rate10m{${on}}
            or 0 * sum without (reason) (rate(alertmanager_notifications_total{${on}}[10m]) and alertmanager_notifications_total{${on}} > 0)`,
        },
        { alert: "AlertmanagerFailedToSendAlerts", max: 1 },
      ),
      timeseries(
        "Failed attempts",
        "ratio",
        // Without the alert's least number of attempts, which a quiet hour does not reach.
        "Share of the attempts of five minutes that failed, over all Alertmanagers; few attempts alert nobody.",
        {
          "{{integration}}":
            "sum by (integration) (rate(alertmanager_notification_requests_failed_total[5m])) / (sum by (integration) (rate(alertmanager_notification_requests_total[5m])) > 0)",
        },
        { alert: "AlertmanagerClusterFailedToSendAlerts", max: 1 },
      ),
      timeseries("Notification latency, p95", "seconds", "19 of 20 attempts to send take less.", {
        "{{integration}}": `histogram_quantile(0.95, sum by (integration, le) (rate(alertmanager_notification_latency_seconds_bucket{${on}}[5m])))`,
      }),
    ),
    row(
      "Configuration and silences",
      timeseries("Age of the configuration", "seconds", "Time since a configuration was last taken.", {
        "{{instance}}": `time() - alertmanager_config_last_reload_success_timestamp_seconds{${on}}`,
      }),
      timeseries("Silences by state", "count", "A silence hides its alerts from everybody until it expires.", {
        "{{instance}} {{state}}": `alertmanager_silences{${on}}`,
      }),
    ),
  ],
});
