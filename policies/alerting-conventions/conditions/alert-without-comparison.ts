import { type Expression, isScalar, unwrapped } from "../../../components/promql";
import type { Policy } from "../../policy";

export const alertWithoutComparison: Policy = {
  name: "alert-without-comparison",
  level: "advisory",
  description: "An alert compares something.",
  judges: "rule",
  *check({ kind, parsed, labels }) {
    // What proves that alerting works always fires.
    if (kind !== "alert" || "error" in parsed || isScalar(parsed.expression) || labels.severity === "none") return;
    if (compares(parsed.expression)) return;
    yield {
      found: `"${parsed.expression.text}" compares nothing`,
      why: "Every series that it finds is an alert, whatever its value: also at 0",
      fix: "Compare it: > 0, == 1",
    };
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m]))",
    good: "- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 0",
  },
};

/** Calls that find something only where it is so. */
const COMPARING_CALLS = new Set(["absent", "absent_over_time", "vector"]);

/** Labels that say where a series is from, and not what it is of. */
const OF_PLACES = new Set(["job", "instance", "namespace", "cluster", "env", "__name__"]);

/** Whether something decides which series are left. */
function compares(expression: Expression): boolean {
  const of = unwrapped(expression);
  switch (of.kind) {
    case "binary":
      if (of.operator === "unless" || (of.operator === "and" && unwrapped(of.right).kind === "selector")) return true;
      if (/^([<>]=?|[!=]=)$/.test(of.operator)) return !of.bool || compares(of.left) || compares(of.right);
      return of.operator === "or" ? compares(of.left) && compares(of.right) : compares(of.left) || compares(of.right);
    case "call":
      return COMPARING_CALLS.has(of.name) || of.args.some(compares);
    case "aggregation":
      return compares(of.of);
    // Series of a state that a matcher chooses, alerts, which are there while they fire, and recordings that hold what fires.
    case "selector":
      return (
        of.name === undefined ||
        of.name.includes(":") ||
        of.name.startsWith("ALERTS") ||
        of.matchers.some(({ label, value }) => value !== "" && !OF_PLACES.has(label))
      );
    default:
      return "of" in of && compares(of.of);
  }
}
