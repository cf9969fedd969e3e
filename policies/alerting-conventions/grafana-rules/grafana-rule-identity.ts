import type { Policy } from "../../policy";

export const grafanaRuleIdentity: Policy = {
  name: "grafana-rule-identity",
  level: "advisory",
  description: "A rule of Grafana's has a uid of its own.",
  judges: "Grafana rule",
  *check({ uid, fields }) {
    // One that is not known yet is there.
    if (uid || ("uid" in fields && fields.uid === undefined)) return;
    yield {
      found: "the rule has no uid",
      why: "Each deployment may recreate it: its history is lost, links to it break, and it fires again",
      fix: "Set uid: a short name that stays",
    };
  },
  examples: {
    bad: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ title: ShopDown, data: [] }]",
    good: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-down, title: ShopDown, data: [] }]",
  },
};
