// vmalert at a glance: are alerts on logs evaluated in time, and does what fires get out.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'job="vmalert",instance=~"$instance"';
const recorded = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-vmalert",
  title: "vmalert",
  description: "Evaluation and sending of alerts on logs.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="vmalert"}')],
  rows: [
    row(
      "State",
      stat("vmalerts up", "ratio", "Share of them that answer.", { up: `avg(up{${on}})` }),
      stat("Alerts firing", "count", "Alerts on logs that fire.", { firing: `sum(vmalert_alerts_firing{${on}})` }),
      stat("Alerts pending", "count", "Alerts on logs that wait.", { pending: `sum(vmalert_alerts_pending{${on}})` }),
      stat(
        "Rules taken",
        "ratio",
        "Share of them that took their last rules.",
        { taken: `avg(vmalert_config_last_reload_successful{${on}})` },
        { alert: "VmalertConfigRefused" },
      ),
    ),
    row(
      "Evaluation",
      timeseries(
        "Evaluations",
        "perSecond",
        "Of each group; at every 30 seconds it is 0.033.",
        { "{{instance}} {{group}}": `instance_group:vmalert_iterations:rate2m{${recorded}}` },
        { alert: "VmalertNotEvaluating" },
      ),
      timeseries("Time of an evaluation, p99", "seconds", "All rules of a group, one after the other.", {
        "{{instance}} {{group}}": `vmalert_iteration_duration_seconds{quantile="0.99",${on}}`,
        "interval {{group}}": `vmalert_iteration_interval_seconds{${on}}`,
      }),
      timeseries(
        "Evaluations left out",
        "count",
        "In ten minutes: the one before took too long.",
        { "{{instance}} {{group}}": `sum without (file) (increase(vmalert_iteration_missed_total{${on}}[10m]))` },
        { alert: "VmalertMissesEvaluations" },
      ),
      timeseries(
        "Evaluations that failed",
        "count",
        "Of single rules, in two minutes.",
        { "{{instance}} {{group}}": `instance_group:vmalert_rule_errors:increase2m{${recorded}}` },
        { alert: "VmalertRulesFailing" },
      ),
    ),
    row(
      "Alerts",
      timeseries("Alerts sent", "perSecond", "To Alertmanager, each again and again while it fires.", {
        "{{addr}}": `rate(vmalert_alerts_sent_total{${on}}[5m])`,
      }),
      timeseries(
        "Attempts that failed",
        "count",
        "To send alerts, in two minutes.",
        { "{{instance}}": `instance:vmalert_send_errors:increase2m{${recorded}}` },
        { alert: "VmalertNotificationsFailing" },
      ),
    ),
  ],
});
