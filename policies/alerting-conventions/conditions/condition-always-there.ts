import { COMPARISONS, type Expression, holds, isScalar, unwrapped } from "../../../components/promql";
import type { Policy } from "../../policy";

export const conditionAlwaysThere: Policy = {
  name: "condition-always-there",
  level: "mandatory",
  description: "An alert's condition can be empty: a constant always fires.",
  judges: "rule",
  *check({ kind, name, parsed, labels }) {
    // What proves that alerting works always fires.
    if (kind !== "alert" || "error" in parsed || labels.severity === "none" || PROOF.test(name)) return;
    const constant = constantIn(parsed.expression);
    if (!constant) return;
    yield {
      found: `"${constant.text}" is a condition of its own`,
      why:
        constant.kind === "string"
          ? "A text is no result of a rule: each evaluation fails, and the alert never fires"
          : "It is always there, also as 0: the alert fires forever",
      fix: "Compare what it stands in: (… or vector(0)) > 5; an alert that proves alerting has severity: none",
    };
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: sum(rate(errors_total[5m])) > 5 or vector(0)",
    good: "- alert: ShopErrors\n  expr: (sum(rate(errors_total[5m])) or vector(0)) > 5",
  },
};

const PROOF = /watchdog|dead.?man|heartbeat|always/i;

/** A side of the condition that is the same whatever happens. */
function constantIn(expression: Expression): Expression | undefined {
  const of = unwrapped(expression);
  if (of.kind === "binary" && of.operator === "or")
    return [of.left, of.right].map((side) => constantIn(side) ?? heldIn(side)).find((side) => side !== undefined);
  if (of.kind === "string" || (of.kind === "call" && of.name === "vector"))
    return of.kind === "string" || isFixed(of.args[0]) ? of : undefined;
  return of.kind === "number" || (of.kind === "binary" && !COMPARISONS.has(of.operator) && isFixed(of))
    ? of
    : undefined;
}

/** `… or vector(0) == 0`: comparisons bind more than or. */
function heldIn(side: Expression): Expression | undefined {
  const of = unwrapped(side);
  const isConstant = (one: Expression) => constantIn(one) !== undefined;
  if (of.kind !== "binary" || !COMPARISONS.has(of.operator) || !isConstant(of.left) || !isConstant(of.right))
    return undefined;
  return of.bool || holds(of) === "always" ? of : undefined;
}

const isFixed = (expression: Expression | undefined): boolean => {
  const of = expression && unwrapped(expression);
  if (of?.kind === "binary") return isScalar(of) && isFixed(of.left) && isFixed(of.right);
  return of?.kind === "number";
};
