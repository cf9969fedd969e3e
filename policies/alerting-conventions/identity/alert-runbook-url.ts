import type { Policy } from "../../policy";

export const alertRunbookUrl: Policy = {
  name: "alert-runbook-url",
  level: "advisory",
  isStyle: true,
  description: "Every alert links to its runbook.",
  judges: "rule",
  *check({ kind, annotations }) {
    if (kind !== "alert" || /^(https?:\/\/|\{\{)\S/.test(annotations.runbook_url ?? "")) return;
    yield {
      found: annotations.runbook_url
        ? `runbook_url "${annotations.runbook_url}" is not an address`
        : "the alert has no runbook_url",
      why: "At night nobody remembers the first checks and the remedy",
      fix: "Add the annotation runbook_url with the address of the alert's section",
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0",
    good: "- alert: ShopDown\n  expr: up == 0\n  annotations: { runbook_url: https://runbooks.example.com/shop#shopdown }",
  },
};
