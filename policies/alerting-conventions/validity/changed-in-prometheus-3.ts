import { type Matcher, matches, secondsOf, selectorsIn, walk } from "../../../components/promql";
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
      const matcher = matchers.find((one) => wholeNumberIn(one) !== undefined);
      const number = matcher && wholeNumberIn(matcher);
      if (matcher === undefined || number === undefined) continue;
      const { label, operator, value } = matcher;
      const isExcluded = operator.startsWith("!");
      const isPattern = operator.endsWith("~");
      const written = `${isExcluded ? "!~" : "=~"}"${number}(\\\\.0)?"`;
      yield {
        found: `"${text}" ${isExcluded ? "leaves out" : "asks for"} ${label}${isPattern ? "=~" : "="}"${value}"`,
        why: `Prometheus 3 stores ${label}="${number}.0": ${isPattern ? "the pattern does not take it" : isExcluded ? "nothing is left out there" : "the selector is empty there"}`,
        fix: isPattern ? `In the pattern write ${number}(\\\\.0)?` : `Write ${label}${written}`,
        ...(!isPattern && {
          replace: { from: `${label}${operator}"${value}"`, to: `${label}${written}` },
        }),
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

/** The whole number that a bucket's or a quantile's matcher takes, and not as the same number with `.0`. */
function wholeNumberIn({ label, operator, value }: Matcher): string | undefined {
  if (label !== "le" && label !== "quantile") return undefined;
  if (!operator.endsWith("~")) return /^\d+$/.test(value) ? value : undefined;
  const numbers = value.match(/(?<![\w.\\{,[-])\d+(?![\w.\\},\]-])/g) ?? [];
  return numbers.find((number) => matches(value, number) && matches(value, `${number}.0`) === false);
}

function pointsOf(text: string, seconds: number | undefined): [number | undefined, number | undefined] {
  const [, step] = /:\s*([\w]+)\s*\]$/.exec(text) ?? [];
  return [seconds, step === undefined ? undefined : secondsOf(step)];
}
