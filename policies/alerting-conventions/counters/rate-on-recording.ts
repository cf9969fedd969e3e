import { isRate, isRecording, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const rateOnRecording: Policy = {
  name: "rate-on-recording",
  level: "mandatory",
  description: "rate is not taken of what a recording computed already.",
  judges: "query",
  mentions: /rate|increase|delta/i,
  *check({ parsed }, _, around) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "selector" || !part.name || !isRecording(part.name)) continue;
      const call = inside.find((outer) => outer.kind === "call");
      if (!call || !isRate(call)) continue;
      const [recorded] = recordingsIn(around).of(part.name);
      const of = recorded && unwrapped(recorded);
      // What is recorded elsewhere tells by its name that a rate was taken, or does not.
      const isRated = of
        ? walk(of).some(({ part: inner }) => isRate(inner))
        : /:(i?rate|increase)\d+[smhd]$|:ratio(_|$)/.test(part.name);
      const isSummed = of?.kind === "aggregation" && ["sum", "avg", "count", "max", "min"].includes(of.operator);
      if (!isRated && !isSummed) continue;
      yield {
        found: `"${call.text}" takes the ${call.name} of the recording ${part.name}${of ? `, which is ${of.text}` : ""}`,
        why: isRated
          ? "It is a rate already: its own rate is how fast that changes, and each fall counts as a restart"
          : "When one of the summed counters restarts or goes away, the sum falls, and all that remains counts as new",
        fix: isRated
          ? `Use the recording as it is, or avg_over_time(${part.text}[…])`
          : `Record the ${call.name} of each series, and sum that up`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopBusy\n  expr: rate(job:http_requests:rate5m[5m]) > 5",
    good: "- alert: ShopBusy\n  expr: avg_over_time(job:http_requests:rate5m[5m]) > 5",
  },
};
