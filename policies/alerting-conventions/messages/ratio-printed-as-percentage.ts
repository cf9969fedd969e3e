import { comparisonsIn, type Expression, numberIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const ratioPrintedAsPercentage: Policy = {
  name: "ratio-printed-as-percentage",
  level: "advisory",
  description: "A ratio that a text calls a percentage is scaled.",
  judges: "rule",
  mentions: /\/|ratio/i,
  *check({ kind, parsed, annotations }) {
    if (kind !== "alert" || "error" in parsed || !isRatio(parsed.expression)) return;
    for (const [name, text] of Object.entries(annotations)) {
      const [shown] =
        /\{\{\s*(printf\s+"[^"]*"\s+)?(\$value|\.Value)\s*(\|\s*(humanize|printf\s+"[^"]*")\s*)?\}\}\s*(%|percent)/.exec(
          text,
        ) ?? [];
      if (!shown) continue;
      yield {
        found: `${name} prints the ratio as it is: ${shown}`,
        why: "0.95 is shown as 0.95%: whoever reads it thinks that all is well",
        fix: "Write {{ $value | humanizePercentage }}",
      };
    }
  },
  examples: {
    bad: '- alert: DiskFull\n  expr: 1 - free_bytes / size_bytes > 0.9\n  annotations: { summary: "{{ $value }}% used" }',
    good: '- alert: DiskFull\n  expr: 1 - free_bytes / size_bytes > 0.9\n  annotations: { summary: "{{ $value | humanizePercentage }} used" }',
  },
};

/** A division or a recorded ratio, without a factor that could be a hundred, compared with at most 1. */
function isRatio(expression: Expression): boolean {
  const [comparison] = comparisonsIn(expression);
  const threshold = comparison?.threshold;
  if (!comparison || threshold === undefined || threshold <= 0 || threshold > 1) return false;
  const parts = walk(comparison.of).map(({ part }) => part);
  const divides = parts.some(
    (part) =>
      (part.kind === "binary" && part.operator === "/") || (part.kind === "selector" && /ratio/.test(part.name ?? "")),
  );
  const scales = parts.some(
    (part) =>
      part.kind === "binary" &&
      part.operator === "*" &&
      [part.left, part.right].some((side) => (numberIn(unwrapped(side)) ?? 0) >= 100),
  );
  return divides && !scales && !parts.some((part) => part.kind === "selector" && /percent/.test(part.name ?? ""));
}
