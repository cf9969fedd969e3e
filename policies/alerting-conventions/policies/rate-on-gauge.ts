import { isGauge, isRate, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const rateOnGauge: Policy = {
  name: "rate-on-gauge",
  level: "mandatory",
  description: "rate, irate and increase are applied to counters only.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
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
