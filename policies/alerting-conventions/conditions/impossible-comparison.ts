import { type Binary, boundsOf, comparisonsIn, holds, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { amongConditions } from "./among-conditions";

export const impossibleComparison: Policy = {
  name: "impossible-comparison",
  level: "mandatory",
  description: "A comparison can hold, and can fail to hold.",
  judges: "rule",
  *check({ kind, parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression))
      yield* amongConditions(part, kind === "alert" && part === unwrapped(parsed.expression));
    for (const { of } of comparisonsIn(parsed.expression)) {
      const verdict = holds(of);
      const isCondition = kind === "alert" && of === unwrapped(parsed.expression);
      if (verdict === "never" && !of.bool) {
        yield {
          found: `"${of.text}" never holds: ${range(of)}`,
          why: "Whatever happens, the result is empty",
          fix: "Compare with a value that it can have; for what is not there ask absent(…)",
        };
      } else if (isCondition && of.bool) {
        yield {
          found: `"${of.text}" gives 0 where it does not hold, for bool`,
          why: "An alert fires for every series that is left, also for those of 0: it fires always",
          fix: "Leave bool out",
        };
      } else if (isCondition && verdict === "always" && comparisonsIn(of).length === 1 && !isPresence(of)) {
        yield {
          found: `"${of.text}" always holds: ${range(of)}`,
          why: "The alert fires as long as the series are there",
          fix: "Compare with a value that it has only when something is wrong",
        };
      }
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: count(up{job="shop"} == 1) < 1',
    good: '- alert: ShopDown\n  expr: absent(up{job="shop"} == 1)',
  },
};

/** Counting or finding absent is a way to ask whether there is anything. */
const isPresence = ({ left, right }: Binary) =>
  [left, right].some((side) => {
    const of = unwrapped(side);
    // Constants are always there.
    if (selectorsIn(of).length === 0) return false;
    return (
      (of.kind === "aggregation" && ["count", "group"].includes(of.operator)) ||
      (of.kind === "call" && /^(absent|present|count_over_time)/.test(of.name))
    );
  });

function range({ left, right }: Binary): string {
  const side = unwrapped(left).kind === "number" ? right : left;
  const { min, max } = boundsOf(side);
  if ([left, right].some((one) => Number.isNaN(boundsOf(one).min)))
    return "nothing equals NaN, nor is above or below it";
  if (min === -Infinity && max === Infinity) return "no value is beyond infinity";
  if (min === max) return side.text === String(min) ? "both sides are constants" : `${side.text} is ${min}`;
  if (max === Infinity) return `${side.text} is at least ${min} where it is anything`;
  return min === -Infinity ? `${side.text} is at most ${max}` : `${side.text} is between ${min} and ${max}`;
}
