import { type Expression, isRate, type Recordings, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const rateOfSum: Policy = {
  name: "rate-of-sum",
  level: "mandatory",
  description: "Rates are summed; sums are not rated.",
  judges: "query",
  mentions: /rate|increase|delta/i,
  *check({ parsed }, _, around) {
    if ("error" in parsed) return;
    const recordings = recordingsIn(around);
    for (const { part } of walk(parsed.expression)) {
      const sum = isRate(part) ? sumInside(part.args[0], recordings) : undefined;
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

/** The aggregation that a subquery repeats, or that a recording's name mentions. */
function sumInside(range: Expression | undefined, recordings: Recordings): string | undefined {
  if (range?.kind !== "range" && range?.kind !== "subquery") return undefined;
  const of = unwrapped(range.of);
  if (of.kind === "aggregation" && ["sum", "avg"].includes(of.operator)) return of.operator;
  if (of.kind !== "selector" || !of.name || !/:(sum|sum_total)$/.test(of.name)) return undefined;
  // A sum of rates has another fault, which rate-on-recording finds.
  const isOfRates = recordings.of(of.name).some((recorded) => walk(recorded).some(({ part }) => isRate(part)));
  return isOfRates ? undefined : "sum";
}
