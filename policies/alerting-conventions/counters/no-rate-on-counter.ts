import {
  comparisonsIn,
  type Expression,
  ignoresValue,
  isBucket,
  isCounter,
  isScalar,
  partsOf,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";

export const noRateOnCounter: Policy = {
  name: "no-rate-on-counter",
  level: "advisory",
  description: "An alert compares a counter's rate or increase, never its raw value.",
  judges: "rule",
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "selector" || !part.name || !isBucket(part.name)) continue;
      const quantile = inside.find((outer) => outer.kind === "call" || outer.kind === "range");
      if (quantile?.kind !== "call" || quantile.name !== "histogram_quantile") continue;
      yield {
        found: `"${quantile.text}" computes a quantile of the counters ${part.name}`,
        why: "They count since the process started: the longer it runs, the less the last minutes weigh",
        fix: `Take the buckets' growth: rate(${part.text}[5m])`,
      };
    }
    for (const { of, threshold } of comparisonsIn(parsed.expression)) {
      // `> 0` guards a division, or asks whether there is any; gauges that count things are called `_total` as well.
      const isCondition = of === unwrapped(parsed.expression) && of.operator === ">";
      if (threshold === 0 && !(isCondition && isOfSeries(of.left))) continue;
      const series = isScalar(of.right) ? of.left : isScalar(of.left) ? of.right : undefined;
      for (const counter of series ? rawCounters(series) : []) {
        yield {
          found: `"${of.text}" compares the counter ${counter}`,
          why: "It only ever grows until the process restarts: the alert fires once and stays, or never fires again",
          fix: `Compare its growth: increase(${counter}[5m]) or rate(${counter}[5m])`,
        };
      }
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: errors_total > 10",
    good: "- alert: ShopErrors\n  expr: increase(errors_total[5m]) > 10",
  },
};

/** Series, or their sum, mean, least or largest. */
function isOfSeries(expression: Expression): boolean {
  const of = unwrapped(expression);
  if (of.kind === "aggregation" && /^(sum|avg|min|max)$/.test(of.operator)) return isOfSeries(of.of);
  return of.kind === "selector";
}

/** Counters whose raw value makes the result. A difference of two counters, or to an earlier moment, is one's own. */
function rawCounters(expression: Expression): string[] {
  if (ignoresValue(expression)) return [];
  if (expression.kind === "selector") return expression.name && isCounter(expression.name) ? [expression.name] : [];
  if (expression.kind === "range" || expression.kind === "subquery") return [];
  if (expression.kind === "binary" && expression.operator === "-")
    return isScalar(expression.right) ? rawCounters(expression.left) : [];
  // Of a ratio of two it is that of all time.
  if (expression.kind === "binary" && expression.operator === "/") {
    const [above, below] = [rawCounters(expression.left), rawCounters(expression.right)];
    return above.length > 0 && below.length > 0 ? above.slice(0, 1) : [];
  }
  return partsOf(expression).flatMap(rawCounters);
}
