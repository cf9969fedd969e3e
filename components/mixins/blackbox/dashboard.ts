// Probes at a glance: do they succeed, how long do they take and where, and how long do certificates last.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",instance=~"$instance"';
const CERTIFICATE_LEFT = `instance:probe_ssl_cert_expiry:last{${on}} - time()`;

export const dashboard = declare({
  uid: "tocsin-blackbox",
  title: "Probes",
  description: "What users see from outside: answers, their duration by phase, certificates and availability.",
  tags: ["probes"],
  variables: [variable("service", 'up{job="probe"}'), variable("instance", 'up{job="probe"}')],
  rows: [
    row(
      "State",
      stat(
        "Probes that succeed",
        "ratio",
        "Share of the addresses that answer as they should.",
        {
          succeed: `avg(probe_success{${on}})`,
        },
        { alert: "ProbeFailed" },
      ),
      stat(
        "Slowest probe",
        "seconds",
        "The longest probe of any address.",
        {
          slowest: `max(probe_duration_seconds{${on}})`,
        },
        { alert: "ProbeSlow" },
      ),
      stat(
        "Next certificate to expire",
        "seconds",
        "Time until the first certificate runs out.",
        {
          next: `min(${CERTIFICATE_LEFT})`,
        },
        { alert: "SslCertificateExpiringSoon" },
      ),
      stat(
        "Lowest availability",
        "ratio",
        "The address that answered least in the last 30 days.",
        {
          lowest: `min(instance:probe_success:avg30d{${on}})`,
        },
        { alert: "ProbeLowUptime30d" },
      ),
    ),
    row(
      "Answers",
      timeseries(
        "Success",
        "boolean",
        "1 where the probe got the answer it wants.",
        {
          "{{instance}}": `probe_success{${on}}`,
        },
        { alert: "ProbeFailed", max: 1 },
      ),
      timeseries("Status codes", "count", "HTTP status of the last answer; 0 without one.", {
        "{{instance}}": `probe_http_status_code{${on}}`,
      }),
    ),
    row(
      "Dependencies",
      timeseries(
        "Unhealthy dependencies",
        "boolean",
        "1 where a health endpoint does not say of the dependency that it works.",
        {
          "{{service}}: {{dependency}}": `probe_failed_due_to_cel{${on}}`,
        },
        { alert: "DependencyUnhealthy", max: 1, width: 24 },
      ),
    ),
    row(
      "Duration",
      timeseries(
        "Duration",
        "seconds",
        "The whole probe, from the name lookup to the end of the answer.",
        {
          "{{instance}}": `probe_duration_seconds{${on}}`,
        },
        { alert: "ProbeSlow" },
      ),
      timeseries(
        "Duration by phase",
        "seconds",
        "Where HTTP probes spend their time, on average over the addresses chosen.",
        {
          "{{phase}}": `avg by (phase) (probe_http_duration_seconds{${on}})`,
        },
        { stack: true },
      ),
    ),
    row(
      "Certificates",
      timeseries(
        "Time left",
        "seconds",
        "Until the first certificate of each address runs out; below 0 it has.",
        {
          "{{instance}}": CERTIFICATE_LEFT,
        },
        { alert: "SslCertificateExpiringSoon", width: 24 },
      ),
    ),
    row(
      "Availability",
      timeseries(
        "Last hour",
        "ratio",
        "Share of the last hour's probes that succeeded.",
        {
          "{{instance}}": `avg_over_time(probe_success{${on}}[1h])`,
        },
        { max: 1 },
      ),
      timeseries(
        "Last 30 days",
        "ratio",
        "Share of the last 30 days in which probes succeeded, by full hours.",
        {
          "{{instance}}": `instance:probe_success:avg30d{${on}}`,
        },
        { alert: "ProbeLowUptime30d", max: 1 },
      ),
    ),
    row(
      "Exporter",
      timeseries(
        "Exporters that answer",
        "boolean",
        "1 while Prometheus can scrape the exporter that makes the probes.",
        {
          "{{instance}}": 'up{job="blackbox"}',
        },
        { alert: "BlackboxDown", max: 1 },
      ),
      timeseries(
        "Configuration",
        "boolean",
        "1 while the exporter runs the configuration it read last.",
        {
          "{{instance}}": "blackbox_exporter_config_last_reload_successful",
        },
        { alert: "BlackboxConfigurationReloadFailure", max: 1 },
      ),
    ),
  ],
});
