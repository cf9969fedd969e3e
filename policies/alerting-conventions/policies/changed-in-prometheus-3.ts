import { secondsOf, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

const RENAMED: Readonly<Record<string, string>> = { holt_winters: "double_exponential_smoothing" };

export const changedInPrometheus3: Policy = {
  name: "changed-in-prometheus-3",
  level: "advisory",
  description: "Rules give the same in Prometheus 2 and 3.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { text, matchers } of selectorsIn(parsed.expression)) {
      const { label, value } =
        matchers.find((one) => /^(le|quantile)$/.test(one.label) && one.operator === "=" && /^\d+$/.test(one.value)) ??
        {};
      if (label === undefined) continue;
      yield {
        found: `"${text}" asks for ${label}="${value}"`,
        why: `Prometheus 3 stores ${label}="${value}.0": the selector is empty there`,
        fix: `Write ${label}=~"${value}(\\\\.0)?"`,
        replace: { from: `${label}="${value}"`, to: `${label}=~"${value}(\\\\.0)?"` },
      };
    }
    for (const { part } of walk(parsed.expression)) {
      if (part.kind === "call" && RENAMED[part.name])
        yield {
          found: `"${part.text}" calls ${part.name}`,
          why: "Prometheus 3 does not know it, and refuses the whole file; Prometheus 2 knows no other name",
          fix: `From Prometheus 3 on write ${RENAMED[part.name]}, with --enable-feature=promql-experimental-functions`,
        };
      const [span, step] = part.kind === "subquery" ? pointsOf(part.text, part.seconds) : [];
      if (span === undefined || step === undefined || span > step) continue;
      yield {
        found: `"${part.text}" looks at ${span} s in steps of ${step} s`,
        why: "A range leaves out its beginning in Prometheus 3: one point is left, where Prometheus 2 saw two",
        fix: "Make the range longer than two steps",
      };
    }
  },
  examples: {
    bad: '- record: job:fast:rate5m\n  expr: sum by (job) (rate(latency_seconds_bucket{le="1"}[5m]))',
    good: '- record: job:fast:rate5m\n  expr: sum by (job) (rate(latency_seconds_bucket{le=~"1(\\\\.0)?"}[5m]))',
  },
};

function pointsOf(text: string, seconds: number | undefined): [number | undefined, number | undefined] {
  const [, step] = /:\s*([\w]+)\s*\]$/.exec(text) ?? [];
  return [seconds, step === undefined ? undefined : secondsOf(step)];
}
