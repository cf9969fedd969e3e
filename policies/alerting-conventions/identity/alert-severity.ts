import type { Policy } from "../../policy";

export const alertSeverity: Policy = {
  name: "alert-severity",
  level: "mandatory",
  description: "Every alert has a severity.",
  judges: "rule",
  *check({ kind, labels }) {
    if (kind !== "alert" || labels.severity) return;
    yield {
      found: "the alert has no severity label",
      why: "Routes go by severity: without one it takes the fallback route, and a page becomes a line in a channel",
      fix: "Add labels: { severity: critical | warning | info }",
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0",
    good: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical }",
  },
};
