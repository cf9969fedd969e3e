import type { Policy } from "../../policy";

export const grafanaRuleFolder: Policy = {
  name: "grafana-rule-folder",
  level: "mandatory",
  description: "A rule group of Grafana's is in a folder.",
  judges: "Grafana rule",
  *check({ folder, place }) {
    // Of a resource the folder is required, and often not known yet.
    if (folder || place.resource !== undefined) return;
    yield {
      found: "its group names no folder",
      why: "Grafana refuses the file",
      fix: "Set folder on the group",
    };
  },
  examples: {
    bad: "apiVersion: 1\ngroups:\n  - name: shop\n    rules: [{ uid: shop-down, title: ShopDown, data: [] }]",
    good: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-down, title: ShopDown, data: [] }]",
  },
};
