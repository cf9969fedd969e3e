import type { Policy } from "../../policy";

export const oneAlertingOwner: Policy = {
  name: "one-alerting-owner",
  level: "mandatory",
  description: "An alert is evaluated by Prometheus or by Grafana, not by both.",
  judges: "everything",
  *check({ rules, grafanaRules }) {
    const names = new Set(rules.flatMap(({ kind, name }) => (kind === "alert" ? [name] : [])));
    for (const { title, place } of grafanaRules) {
      // Rules of one severity each have it in their title.
      const name = [
        title,
        title
          .trim()
          .replace(/[([]?\b(critical|warning|info)\b[)\]]?$/i, "")
          .trim(),
      ].find((one) => names.has(one));
      if (name === undefined) continue;
      yield {
        place,
        found: `${name} is an alert of Prometheus' as well`,
        why: "Each incident is notified twice, by two routes, and silencing one leaves the other",
        fix: "Remove one of them",
      };
    }
  },
  examples: {
    bad: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-down, title: ShopDown, data: [] }]\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopDown, expr: up == 0 }]",
    good: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-slow, title: ShopSlow, data: [] }]\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopDown, expr: up == 0 }]",
  },
};
