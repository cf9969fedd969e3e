import type { Policy } from "../../policy";

export const promqlSyntax: Policy = {
  name: "promql-syntax",
  level: "mandatory",
  description: "Every expression is valid PromQL.",
  judges: "query",
  *check({ expr, parsed }) {
    if (!("error" in parsed)) return;
    yield {
      found: `"${expr.trim()}" is not PromQL: ${parsed.error}`,
      why: "Prometheus refuses the whole file, with all its rules",
      fix: "Correct the expression at the place that is named",
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: sum(up",
    good: "- alert: ShopDown\n  expr: sum(up) == 0",
  },
};
