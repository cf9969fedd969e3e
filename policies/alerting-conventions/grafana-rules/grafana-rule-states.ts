import type { Policy } from "../../policy";

export const grafanaRuleStates: Policy = {
  name: "grafana-rule-states",
  level: "advisory",
  description: "A rule of Grafana's says what happens without data and on errors.",
  judges: "Grafana rule",
  *check({ fields }) {
    // A recording rule fires nothing: Grafana's provider takes neither state of one.
    if (fields.record) return;
    const missing = ["noDataState", "execErrState"].filter((name) => fields[name] === undefined && !(name in fields));
    if (missing.length === 0) return;
    yield {
      found: `the rule does not set ${missing.join(" and ")}`,
      why: "By default both fire alerts named DatasourceNoData and DatasourceError, for every rule at once, with other labels than the rule's",
      fix: "Set noDataState: OK (or NoData where that is the alarm) and execErrState: Error",
    };
  },
  examples: {
    bad: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-down, title: ShopDown, data: [] }]",
    good: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules: [{ uid: shop-down, title: ShopDown, noDataState: OK, execErrState: Error, data: [] }]",
  },
};
