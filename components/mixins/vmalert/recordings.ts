// Whether rules are evaluated, and whether what fires gets out. A rule's own name stays out: it would stand for the alert's.
import { type Recording, recording } from "../../rules";

const instance = ["instance", "host", "service", "team", "job"];

export const recordings: readonly Recording[] = [
  recording({
    record: "instance_group:vmalert_iterations:rate2m",
    expr: "sum without (file) (rate(vmalert_iteration_total[2m]))",
    unit: "perSecond",
    labels: [...instance, "group"],
  }),
  recording({
    record: "instance_group:vmalert_rule_errors:increase2m",
    expr: "sum without (alertname, file, id) (increase(vmalert_alerting_rules_errors_total[2m]))",
    unit: "count",
    labels: [...instance, "group"],
  }),
  recording({
    record: "instance:vmalert_send_errors:increase2m",
    expr: "sum without (addr) (increase(vmalert_alerts_send_errors_total[2m]))",
    unit: "count",
    labels: instance,
  }),
];
