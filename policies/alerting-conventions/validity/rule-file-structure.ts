import type { Policy } from "../../policy";

export const ruleFileStructure: Policy = {
  name: "rule-file-structure",
  level: "mandatory",
  description: "A rule file has the fields that Prometheus knows, each in its place.",
  judges: "refusal",
  *check({ of, problem, fix }) {
    if (of !== "rules") return;
    yield {
      found: problem,
      why: "Prometheus refuses the whole file, with all its rules",
      fix,
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  severity: critical",
    good: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical }",
  },
};
