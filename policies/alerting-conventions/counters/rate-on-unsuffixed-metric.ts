import { hasCounterSuffix, isCounterByOrigin, isGauge, isRate, isRecording, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const rateOnUnsuffixedMetric: Policy = {
  name: "rate-on-unsuffixed-metric",
  level: "advisory",
  isStyle: true,
  description: "What rate is applied to is named as a counter.",
  judges: "rule",
  mentions: /rate|increase|delta/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      const call = inside.find((outer) => outer.kind === "call");
      if (part.kind !== "selector" || !part.name || !call || !isRate(call)) continue;
      // A native histogram has no suffix.
      if (inside.some((outer) => outer.kind === "call" && outer.name.startsWith("histogram_"))) continue;
      const { name } = part;
      if (hasCounterSuffix(name) || isCounterByOrigin(name) || isGauge(name) || isRecording(name)) continue;
      yield {
        found: `"${call.text}" takes the ${call.name} of ${name}, which has no counter's suffix`,
        why: "If it is a gauge, the result is wrong each time it falls, and nobody sees that",
        fix: "Look up its type: for a gauge use deriv or delta, for a counter ask its authors for the suffix _total",
      };
    }
  },
  examples: {
    bad: "- record: job:queue_jobs:rate5m\n  expr: sum by (job) (rate(queue_jobs[5m]))",
    good: "- record: job:queue_jobs:rate5m\n  expr: sum by (job) (rate(queue_jobs_total[5m]))",
  },
};
