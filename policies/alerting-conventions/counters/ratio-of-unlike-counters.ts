import { type Expression, isCounter, isRate, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const ratioOfUnlikeCounters: Policy = {
  name: "ratio-of-unlike-counters",
  level: "advisory",
  description: "A ratio of two metrics aggregates both sides by the same labels.",
  judges: "rule",
  mentions: /\//i,
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "binary" || part.operator !== "/" || part.matching) continue;
      const [a, b] = [ratedIn(part.left), ratedIn(part.right)];
      if (!a || !b || a === b || !/(error|fail|reject|drop|timeout|refus)/i.test(a)) continue;
      yield {
        found: `"${part.text}" divides ${a} by ${b} label by label`,
        why: "Where one of the two has a label that the other has not, such as a reason, no series match and nothing fires",
        fix: `Aggregate both sides: sum by (job) (${part.left.text}) / sum by (job) (${part.right.text})`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: rate(shop_errors_total[5m]) / rate(shop_requests_total[5m]) > 0.05",
    good: "- alert: ShopErrors\n  expr: sum by (job) (rate(shop_errors_total[5m])) / sum by (job) (rate(shop_requests_total[5m])) > 0.05",
  },
};

function ratedIn(side: Expression): string | undefined {
  const of = unwrapped(side);
  const name = isRate(of) ? selectorsIn(of)[0]?.name : undefined;
  return name !== undefined && isCounter(name) ? name : undefined;
}
