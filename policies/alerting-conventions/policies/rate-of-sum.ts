import type { Policy } from "../../policy";
import { type Expression, isRate, unwrapped, walk } from "../../promql";

export const rateOfSum: Policy = {
  name: "rate-of-sum",
  level: "mandatory",
  description: "Rates are summed; sums are not rated.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const sum = isRate(part) ? sumInside(part.args[0]) : undefined;
      if (!sum || !isRate(part)) continue;
      yield {
        found: `"${part.text}" takes the ${part.name} of a sum`,
        why: "When one of the summed counters restarts or goes away, the sum falls, and all that remains counts as new",
        fix: `Take the ${part.name} first, then the ${sum}: ${sum}(${part.name}(…))`,
      };
    }
  },
  examples: {
    bad: "- record: job:http_requests:rate5m\n  expr: rate(sum by (job) (http_requests_total)[5m:])",
    good: "- record: job:http_requests:rate5m\n  expr: sum by (job) (rate(http_requests_total[5m]))",
  },
};

/** The aggregation that a subquery repeats, or that a recording's name tells of. */
function sumInside(range: Expression | undefined): string | undefined {
  if (range?.kind !== "range" && range?.kind !== "subquery") return undefined;
  const of = unwrapped(range.of);
  if (of.kind === "aggregation" && ["sum", "avg"].includes(of.operator)) return of.operator;
  return of.kind === "selector" && of.name && /:(sum|sum_total)$/.test(of.name) ? "sum" : undefined;
}
