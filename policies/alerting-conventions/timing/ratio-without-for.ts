import { COMPARISONS, type Expression, isScalar, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const ratioWithoutFor: Policy = {
  name: "ratio-without-for",
  level: "advisory",
  description: "An alert that computes with two aggregations waits until all targets are scraped.",
  judges: "rule",
  *check({ kind, parsed, for: given }) {
    if (kind !== "alert" || "error" in parsed || (given !== undefined && !/^0*[a-z]*$/.test(given))) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "binary" || COMPARISONS.has(part.operator) || /^(and|or|unless)$/.test(part.operator)) continue;
      const sides = [part.left, part.right].map(metricsSummed);
      const [a, b] = sides;
      if (!a || !b || a === b || isScalar(part.left) || isScalar(part.right)) continue;
      yield {
        found: `"${part.text}" computes with two aggregations, and the alert has no for`,
        why: "After Prometheus or its targets start, one side has been scraped from more targets than the other: the alert fires for nothing",
        fix: "Give it for: 2m, or more scrapes than one",
      };
      return;
    }
  },
  examples: {
    bad: "- alert: ShopTraffic\n  expr: sum(requests) / sum(requests offset 1h) < 0.5",
    good: "- alert: ShopTraffic\n  expr: sum(requests) / sum(requests offset 1h) < 0.5\n  for: 5m",
  },
};

/** What a sum or count of all targets reads, and when; undefined where it is none. */
function metricsSummed(expression: Expression): string | undefined {
  const of = unwrapped(expression);
  if (of.kind !== "aggregation" || !/^(sum|count|avg)$/.test(of.operator)) return undefined;
  const shifts = walk(of).flatMap(({ part }) => (part.kind === "shifted" ? [part.seconds] : []));
  const names = selectorsIn(of).map(
    ({ name, matchers }) => `${name}${matchers.filter(({ label }) => label === "job").map((one) => one.value)}`,
  );
  return `${names.join()} ${shifts.join()}`;
}
