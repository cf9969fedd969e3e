import { type Expression, isScalar, numberIn, unwrapped } from "../../../components/promql";
import { commandsOf, isFunction } from "../../go-templates";
import type { Policy } from "../../policy";
import { isValue } from "../templates";

export const percentageScaledTwice: Policy = {
  name: "percentage-scaled-twice",
  level: "mandatory",
  description: "humanizePercentage is given a ratio, not a percentage.",
  judges: "rule",
  *check({ kind, parsed, annotations }) {
    if (kind !== "alert" || "error" in parsed || !isPercentage(parsed.expression)) return;
    for (const [name, text] of Object.entries(annotations)) {
      if (!showsPercentage(text)) continue;
      yield {
        found: `${name} prints a value that is multiplied by 100 already with humanizePercentage`,
        why: "It multiplies by 100 once more: 95% is shown as 9500%",
        fix: 'Leave the factor 100 out of the expression and of its threshold, or print {{ printf "%.1f" $value }}%',
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: 100 * errors:ratio > 5\n  annotations: { summary: "{{ $value | humanizePercentage }} fail" }',
    good: '- alert: ShopErrors\n  expr: errors:ratio > 0.05\n  annotations: { summary: "{{ $value | humanizePercentage }} fail" }',
  },
};

/** `$value | humanizePercentage`, `humanizePercentage $value`. */
const showsPercentage = (text: string) =>
  commandsOf(text).some(({ operands: [first, given], before, isOutside }) => {
    const [shown] = given ? [given] : before?.length === 1 ? before : [];
    return isFunction(first, "humanizePercentage") && shown !== undefined && isValue(shown, isOutside);
  });

/** Whether the alert's value was multiplied by 100, by the expression's own text. */
function isPercentage(expression: Expression): boolean {
  const of = unwrapped(expression);
  if (of.kind !== "binary") return false;
  if (["and", "unless", "or"].includes(of.operator)) return isPercentage(of.left);
  if ([">", ">=", "<", "<=", "==", "!="].includes(of.operator))
    return isPercentage(isScalar(of.left) ? of.right : of.left);
  // 100 * a / b is (100 * a) / b.
  if (of.operator === "/") return isPercentage(of.left);
  if (of.operator === "-" && numberIn(of.left) === 100) return true;
  return of.operator === "*" && (isHundred(of.left) || isHundred(of.right));
}

const isHundred = (expression: Expression) => numberIn(expression) === 100;
