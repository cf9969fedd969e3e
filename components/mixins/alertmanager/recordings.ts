// What share of the messages gets out.
import { type Recording, recording } from "../../rules";

const cluster = ["service", "team", "job"];
const instance = ["instance", "host", ...cluster];

export const recordings: readonly Recording[] = [
  // Messages given up, of at least two: one message says little, and is tried again.
  recording({
    record: "instance_integration:alertmanager_notifications_failed:ratio_rate10m",
    expr: `sum without (reason) (rate(alertmanager_notifications_failed_total[10m]))
      / (sum without (reason) (rate(alertmanager_notifications_total[10m])) > 1.5 / 600)`,
    unit: "ratio",
    labels: [...instance, "integration"],
  }),
  // Attempts, because they fail at once; a message is given up only minutes later.
  recording({
    record: "integration:alertmanager_notification_requests_failed:ratio_rate2m",
    expr: `sum without (instance, host) (rate(alertmanager_notification_requests_failed_total[2m]))
      / (sum without (instance, host) (rate(alertmanager_notification_requests_total[2m])) > 2.5 / 120)`,
    unit: "ratio",
    labels: [...cluster, "integration"],
  }),
];
