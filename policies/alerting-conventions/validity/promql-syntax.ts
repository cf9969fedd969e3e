import { literalsIn, refusal, typeProblem, unknownEscape, withKnownEscapes } from "../../../components/promql";
import type { Policy } from "../../policy";

export const promqlSyntax: Policy = {
  name: "promql-syntax",
  level: "mandatory",
  description: "Every expression is valid PromQL.",
  judges: "query",
  *check({ kind, expr, parsed }) {
    if ("error" in parsed && parsed.language !== undefined) return;
    // A dashboard's variable may stand for a number where a word stands for it here.
    const isTemplate = kind !== "alert" && kind !== "recording" && expr.includes("$");
    const problem =
      "error" in parsed
        ? parsed.error
        : isTemplate
          ? undefined
          : (typeProblem(parsed.expression) ?? refusal(parsed.expression));
    if (!problem) return;
    yield {
      found: `"${expr.trim()}" is not PromQL: ${problem}`,
      why: "Prometheus refuses the whole file, with all its rules",
      fix: "Correct the expression at the place that is named",
      ...escapedIn(expr),
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: sum(up",
    good: "- alert: ShopDown\n  expr: sum(up) == 0",
  },
};

/** A backslash before what Go does not know is doubled; it can mean nothing else. */
function escapedIn(expr: string): { replace?: { from: string; to: string } } {
  const literal = literalsIn(expr).find((one) => unknownEscape(one) !== undefined);
  return literal === undefined ? {} : { replace: { from: literal, to: withKnownEscapes(literal) } };
}
