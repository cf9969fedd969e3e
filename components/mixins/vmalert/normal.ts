// A healthy vmalert with one group of three rules, evaluated every 30 seconds.
import { always, every, type Normal, observed, traffic } from "../../rules";

const group = { group: "logs", file: "/etc/vmalert/rules.yml" };
const addr = { addr: "http://127.0.0.1:9093/api/v2/alerts" };

const rules = ["LogErrorBurst", "LogCrash", "LogSilence"].map((alertname, index) => ({
  alertname,
  ...group,
  id: String(index + 1),
}));

export const normal: readonly Normal[] = [
  {
    vmalert_config_last_reload_successful: always(1),
    vmalert_iteration_total: [[group, every(30)]],
    vmalert_iteration_missed_total: [[group, always(0)]],
    vmalert_iteration_interval_seconds: [[group, always(30)]],
    vmalert_iteration_duration_seconds: [
      [group, observed({ perSecond: 1 / 30, median: 0.02, bounds: [0.5, 0.9, 0.97, 0.99, 1] })],
    ],
    vmalert_alerting_rules_errors_total: rules.map((labels) => [labels, always(0)]),
    vmalert_alerts_firing: rules.map((labels) => [labels, always(0)]),
    vmalert_alerts_pending: rules.map((labels) => [labels, always(0)]),
    vmalert_alerts_sent_total: [[addr, traffic(0.002)]],
    vmalert_alerts_send_errors_total: [[addr, always(0)]],
  },
];
