import type { Policy } from "../../policy";

export const alertDashboardLink: Policy = {
  name: "alert-dashboard-link",
  level: "advisory",
  isStyle: true,
  description: "Every alert links to its dashboard.",
  judges: "rule",
  settings: {
    annotations: {
      default: ["dashboard_url", "dashboard", "dashboardURL"],
      description: "Annotations of which one must be set",
    },
  },
  *check({ kind, annotations }, settings) {
    const names = settings.words("annotations");
    if (kind !== "alert" || names.some((name) => annotations[name])) return;
    yield {
      found: "the alert has no link to a dashboard",
      why: "Whoever is woken first searches for the picture of what happened before and after",
      fix: `Add the annotation ${names[0]} with the address of the dashboard`,
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0",
    good: "- alert: ShopDown\n  expr: up == 0\n  annotations: { dashboard_url: https://grafana.example.com/d/shop }",
  },
};
