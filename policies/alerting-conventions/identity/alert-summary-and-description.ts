import type { Policy } from "../../policy";

export const alertSummaryAndDescription: Policy = {
  name: "alert-summary-and-description",
  level: "advisory",
  isStyle: true,
  description: "Every alert has a summary and a description.",
  judges: "rule",
  *check({ kind, annotations }) {
    const missing = ["summary", "description"].filter((name) => !annotations[name]?.trim());
    if (kind !== "alert" || missing.length === 0) return;
    yield {
      found: `the alert has no ${missing.join(" and no ")}`,
      why: "Whoever is woken reads only the message, and it does not say what is wrong",
      fix: `Add the annotation ${missing.join(" and ")}, with the labels that tell which one it is`,
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  annotations:\n    summary: The shop is down",
    good: "- alert: ShopDown\n  expr: up == 0\n  annotations:\n    summary: The shop is down\n    description: Customers cannot order.",
  },
};
