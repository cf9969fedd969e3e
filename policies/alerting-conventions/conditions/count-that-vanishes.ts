import { COMPARISONS, comparisonsIn, type Expression, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const countThatVanishes: Policy = {
  name: "count-that-vanishes",
  level: "mandatory",
  description: "A count that must not be too low is there at 0 as well.",
  judges: "rule",
  mentions: /count/i,
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    const isCovered = walk(parsed.expression).some(
      ({ part }) =>
        (part.kind === "binary" && part.operator === "or") || (part.kind === "call" && part.name.startsWith("absent")),
    );
    if (isCovered) return;
    for (const { of, threshold } of comparisonsIn(parsed.expression)) {
      const counted = unwrapped(of.left);
      if (!["<", "<="].includes(of.operator) || threshold === undefined || threshold < 1) continue;
      if (counted.kind !== "aggregation" || counted.operator !== "count" || !isFiltered(counted.of)) continue;
      // Below 1 it never holds, which another policy finds.
      if (threshold === 1 && of.operator === "<") continue;
      yield {
        found: `"${of.text}" counts what meets a condition`,
        why: "Where nothing meets it the count is not 0 but empty: when all are down the alert resolves",
        fix: `Sum the condition: sum(${filterIn(counted.of)}), or add or vector(0) to the count`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: count(up{job="shop"} == 1) < 2',
    good: '- alert: ShopDown\n  expr: sum(up{job="shop"} == bool 1) < 2',
  },
};

const filter = (expression: Expression) =>
  walk(expression).find(({ part }) => part.kind === "binary" && COMPARISONS.has(part.operator) && !part.bool)?.part;

const isFiltered = (expression: Expression) => filter(expression) !== undefined;

const filterIn = (expression: Expression) => {
  const found = filter(expression);
  return found?.kind === "binary" ? `${found.left.text} ${found.operator} bool ${found.right.text}` : "…";
};
