import { type Expression, isGauge, isRate, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const rateOnGauge: Policy = {
  name: "rate-on-gauge",
  level: "mandatory",
  description: "rate, irate and increase are applied to counters only.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      const slope = isRate(part) ? slopeIn(part.args[0]) : undefined;
      if (slope && isRate(part))
        yield {
          found: `"${part.text}" takes the ${part.name} of "${slope.text}"`,
          why: "A rate falls as well as it rises: each time it falls, it is read as a counter that restarted",
          fix: `Use deriv(${part.args[0]?.text}) for its slope or delta(${part.args[0]?.text}) for its change`,
        };
      const call = inside.find((outer) => outer.kind === "call");
      const direct = inside.find((outer) => outer.kind === "range");
      if (part.kind !== "selector" || !part.name || !call || !direct || !isRate(call) || !isGauge(part.name)) continue;
      // How fast a time goes on is asked so: it never falls, and is 1 where nothing is behind.
      if (call.name === "rate" && /timestamp(_seconds)?$/.test(part.name)) continue;
      // A native histogram is a counter of observations, and is named after what it observes.
      if (inside.some((outer) => outer.kind === "call" && outer.name.startsWith("histogram_"))) continue;
      yield {
        found: `"${call.text}" takes the ${call.name} of ${part.name}, which is a gauge by its name`,
        why: "Each time a gauge falls, it is read as a counter that restarted, and its whole value is added",
        fix: `Use deriv(${direct.text}) for its slope or delta(${direct.text}) for its change`,
      };
    }
  },
  examples: {
    bad: "- alert: MemoryGrows\n  expr: rate(process_resident_memory_bytes[1h]) > 1e6",
    good: "- alert: MemoryGrows\n  expr: deriv(process_resident_memory_bytes[1h]) > 1e6",
  },
};

/** The rate that a subquery repeats, or a slope. */
function slopeIn(range: Expression | undefined): Expression | undefined {
  if (range?.kind !== "subquery") return undefined;
  const of = unwrapped(range.of);
  return of.kind === "call" && /^(i?rate|increase|i?delta|deriv)$/.test(of.name) ? of : undefined;
}
