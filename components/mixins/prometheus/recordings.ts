// What Prometheus takes in, how long that takes, and whether its messages leave.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "service", "team", "host", "job"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance:prometheus_tsdb_head_samples_appended:rate5m",
    expr: "sum without (type) (rate(prometheus_tsdb_head_samples_appended_total[5m]))",
    unit: "perSecond",
    labels: instance,
  }),
  recording({
    record: "job:scrape_duration_seconds:max",
    expr: "max without (instance, host) (scrape_duration_seconds)",
    unit: "seconds",
    labels: ["job", "service", "team"],
  }),
  recording({
    record: "instance_rule_group:prometheus_rule_group_duration:ratio",
    expr: "prometheus_rule_group_last_duration_seconds / (prometheus_rule_group_interval_seconds > 0)",
    unit: "ratio",
    labels: [...instance, "rule_group"],
  }),
  recording({
    record: "instance_alertmanager:prometheus_notifications_errors:ratio_rate5m",
    expr: `rate(prometheus_notifications_errors_total[5m])
      / (rate(prometheus_notifications_sent_total[5m]) > 0)`,
    unit: "ratio",
    labels: [...instance, "alertmanager"],
  }),
];
