import { comparisonsIn, type Expression, isScalar, unwrapped } from "../../../components/promql";
import type { Policy } from "../../policy";

export const equalityOnExtrapolation: Policy = {
  name: "equality-on-extrapolation",
  level: "mandatory",
  description: "An increase or rate is never compared for equality, but with 0.",
  judges: "rule",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { of, threshold } of comparisonsIn(parsed.expression)) {
      if (!["==", "!="].includes(of.operator) || threshold === undefined || threshold === 0) continue;
      const call = extrapolated(isScalar(of.right) ? of.left : of.right);
      if (!call) continue;
      yield {
        found: `"${of.text}" compares ${call} for equality`,
        why: "It is extrapolated to the ends of its window: 3 events give 3.16 or 2.9, and never quite 3",
        fix: `Compare with > ${threshold - 0.5} and < ${threshold + 0.5}, or with > and < alone`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: increase(errors_total[5m]) == 3",
    good: "- alert: ShopErrors\n  expr: increase(errors_total[5m]) > 2",
  },
};

const EXTRAPOLATED = new Set(["increase", "rate", "delta"]);

function extrapolated(expression: Expression): string | undefined {
  const of = unwrapped(expression);
  if (of.kind === "aggregation" && ["sum", "max", "min", "avg"].includes(of.operator)) return extrapolated(of.of);
  return of.kind === "call" && EXTRAPOLATED.has(of.name) ? of.name : undefined;
}
