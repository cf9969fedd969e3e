// What vmalert shows of itself. Types and help need its flag -metrics.exposeMetadata; rules do not.
import { type Catalogue, counter, gauge, summary } from "../../rules";

const group = { group: 10, file: 10 };
const rule = { alertname: 50, ...group, id: 1 };

/** Where alerts are sent to. */
const addr = { addr: 3 };

export const metrics: Catalogue = {
  exporter: "vmalert",
  version: "1.148.9",
  source: "https://docs.victoriametrics.com/victoriametrics/vmalert/",
  series: { expected: 470 },
  present: {
    metrics: ["vmalert_config_last_reload_successful", "vmalert_iteration_total", "vmalert_alerts_send_errors_total"],
  },
  metrics: [
    gauge("vmalert_config_last_reload_successful", "boolean", "1 where the last reload took the rules."),
    counter("vmalert_iteration_total", "count", "Evaluations of a group.", group),
    counter("vmalert_iteration_missed_total", "count", "Evaluations left out, as the one before took too long.", group),
    gauge("vmalert_iteration_interval_seconds", "seconds", "Time between two evaluations.", group),
    summary("vmalert_iteration_duration_seconds", "seconds", "How long an evaluation of all rules took.", group, 5),
    counter("vmalert_alerting_rules_errors_total", "count", "Evaluations of a rule that failed.", rule),
    gauge("vmalert_alerts_firing", "count", "Alerts of a rule that fire.", rule),
    gauge("vmalert_alerts_pending", "count", "Alerts of a rule that wait.", rule),
    counter("vmalert_alerts_sent_total", "count", "Alerts sent to Alertmanager.", addr),
    counter("vmalert_alerts_send_errors_total", "count", "Attempts to send alerts that failed.", addr),
  ],
};
