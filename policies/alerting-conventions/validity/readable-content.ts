import type { Policy } from "../../policy";

export const readableContent: Policy = {
  name: "readable-content",
  level: "mandatory",
  description: "Rule files, configurations and dashboards can be parsed.",
  judges: "unreadable",
  *check({ problem }) {
    yield {
      found: `it cannot be parsed: ${problem.replace(/[.:]$/, "")}`,
      why: "What reads it keeps the old version, or does not start, and no policy can judge it",
      fix: "Correct it at the place that is named",
    };
  },
  examples: {
    bad: 'groups:\n  - name: shop\n    rules: [{ alert: "ShopDown ]',
    good: "groups:\n  - name: shop\n    rules: []",
  },
};
