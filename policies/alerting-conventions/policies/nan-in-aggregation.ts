import { boundsOf, isScalar, walk } from "../../../components/promql";
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
      if (
        /(_info|_size|_capacity|_total_bytes|_limit|_period|_cores|_bytes|count\b)/.test(part.right.text) &&
        !/rate|increase/.test(part.right.text)
      )
        continue;
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
