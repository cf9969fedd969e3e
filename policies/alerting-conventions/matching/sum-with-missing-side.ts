import { comparisonsIn, type Expression, isRate, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const sumWithMissingSide: Policy = {
  name: "sum-with-missing-side",
  level: "advisory",
  description: "What is added or subtracted is there on both sides.",
  judges: "rule",
  mentions: /[+-]/i,
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    for (const { of } of comparisonsIn(parsed.expression))
      for (const { part } of walk(of)) {
        if (part.kind !== "binary" || !(part.operator in DOES)) continue;
        const [a, b] = [ratedIn(part.left), ratedIn(part.right)];
        if (a === undefined || b === undefined || a === b) continue;
        yield {
          found: `"${part.text}" ${DOES[part.operator]?.(a, b)}`,
          why: "A side that has not counted anything yet has no series, and the result is empty while the other side is high",
          fix: "Add or 0 * (the other side) to each; what is added can be one selector of both names, {__name__=~…}",
        };
        return;
      }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: sum by (pod) (rate(timeouts_total[5m])) + sum by (pod) (rate(refusals_total[5m])) > 1",
    good: '- alert: ShopErrors\n  expr: sum by (pod) (rate({__name__=~"timeouts_total|refusals_total"}[5m])) > 1',
  },
};

const DOES: Readonly<Record<string, (a: string, b: string) => string>> = {
  "+": (a, b) => `adds what happens to ${a} and to ${b}`,
  "-": (a, b) => `takes what happens to ${b} from what happens to ${a}`,
};

/** The counter whose rate is aggregated. */
function ratedIn(side: Expression): string | undefined {
  const of = unwrapped(side);
  if (of.kind !== "aggregation" || !isRate(unwrapped(of.of))) return undefined;
  return selectorsIn(of)[0]?.name;
}
