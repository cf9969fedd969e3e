import { boundsOf, type Expression, isScalar, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

const SPOILT = new Set(["sum", "avg", "stddev", "stdvar"]);

export const nanInAggregation: Policy = {
  name: "nan-in-aggregation",
  level: "advisory",
  description: "Ratios that are aggregated leave out divisions by 0.",
  judges: "rule",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "binary" || !["/", "%"].includes(part.operator) || isScalar(part.right)) continue;
      const outer = inside.find(
        (one) =>
          one.kind === "aggregation" ||
          one.kind === "call" ||
          (one.kind === "binary" && /^([<>]=?|[!=]=|and|unless)$/.test(one.operator)),
      );
      if (outer?.kind !== "aggregation" || !SPOILT.has(outer.operator) || boundsOf(part.right).min > 0) continue;
      if (walk(part.right).some(({ part: inner }) => inner.kind === "binary" && /^([<>]=?|!=)$/.test(inner.operator)))
        continue;
      // How much there is of something is not 0 while there is any.
      const words = wordsOf(part.right);
      if (words.some((word) => AMOUNTS.test(word)) && !words.some((word) => /rate|increase/.test(word))) continue;
      yield {
        found: `"${outer.text}" aggregates the ratio "${part.text}", whose divisor can be 0`,
        why: "0 / 0 is not a number, and one such series makes the whole result not a number",
        fix: `Leave those out: / (${part.right.text} > 0)`,
      };
    }
  },
  examples: {
    bad: "- record: job:errors:ratio\n  expr: avg by (job) (rate(errors_total[5m]) / rate(requests_total[5m]))",
    good: "- record: job:errors:ratio\n  expr: avg by (job) (rate(errors_total[5m]) / (rate(requests_total[5m]) > 0))",
  },
};

/** Metrics and functions that say how much there is of something. */
const AMOUNTS = /(_info|_size|_capacity|_total_bytes|_limit|_period|_cores|_bytes|count\b)/;

/** The names of metrics, aggregations and functions in an expression. */
const wordsOf = (expression: Expression): string[] =>
  walk(expression).flatMap(({ part }) =>
    part.kind === "aggregation"
      ? part.operator
      : part.kind === "selector" || part.kind === "call"
        ? (part.name ?? [])
        : [],
  );
