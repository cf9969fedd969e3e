import { secondsOf } from "../../../components/promql";
import type { Policy } from "../../policy";

export const detectionBudget: Policy = {
  name: "detection-budget",
  level: "advisory",
  isStyle: true,
  description: "An alert fires within the time that its severity allows.",
  judges: "rule",
  settings: {
    critical: { default: 900, description: "Seconds from the fault to the firing alert" },
    warning: { default: 7_200, description: "Seconds" },
    info: { default: 86_400, description: "Seconds" },
  },
  *check({ kind, labels, for: waits, interval }, settings) {
    const { severity = "" } = labels;
    if (kind !== "alert" || !["critical", "warning", "info"].includes(severity)) return;
    const budget = settings.number(severity);
    const seconds = (secondsOf(waits ?? "0s") ?? 0) + (secondsOf(interval ?? "1m") ?? 0);
    if (seconds <= budget) return;
    yield {
      found: `the alert is ${severity} and fires after ${seconds} s, over the budget of ${budget} s`,
      why: "Who is woken by it could have been woken while there was time; what can wait that long is less severe",
      fix: `Shorten for to ${budget - (secondsOf(interval ?? "1m") ?? 0)}s or less, or lower the severity`,
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  for: 1h\n  labels: { severity: critical }",
    good: "- alert: ShopDown\n  expr: up == 0\n  for: 1m\n  labels: { severity: critical }",
  },
};
