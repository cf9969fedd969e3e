import { type Expression, isRate, unwrapped } from "../../../components/promql";
import { isFunction, nodesOf, type Operand, pipelinesIn, textIn } from "../../go-templates";
import type { Policy } from "../../policy";

export const valueNotRounded: Policy = {
  name: "value-not-rounded",
  level: "advisory",
  isStyle: true,
  description: "Texts round a rate that they show.",
  judges: "rule",
  *check({ kind, parsed, annotations }) {
    if (kind !== "alert" || "error" in parsed || !isFraction(parsed.expression)) return;
    for (const [name, text] of Object.entries(annotations)) {
      const shown = shownIn(text);
      if (shown === undefined) continue;
      yield {
        found: `${name} shows a rate as it is: {{ ${shown} }}`,
        why: "A rate has up to 17 digits, such as 0.03333333333333333",
        fix: 'Write {{ $value | humanize }}, or {{ printf "%.2f" $value }}',
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $value }} errors a second" }',
    good: '- alert: ShopErrors\n  expr: sum by (job) (rate(errors_total[5m])) > 5\n  annotations: { summary: "{{ $value | humanize }} errors a second" }',
  },
};

/** An action that only shows the value, also by another name. */
function shownIn(text: string): string | undefined {
  const names = new Set(["$value", ".Value"]);
  for (const { pipeline } of pipelinesIn(nodesOf(text))) {
    const { commands, declares } = pipeline;
    const [command = []] = commands;
    const [first, format, given] = command;
    const isPrinted = isFunction(first, "printf") && /^%[vs]$/.test(textIn(format) ?? "");
    const [shown, ...more] = isPrinted ? [given] : command;
    const name = commands.length === 1 && more.length === 0 ? nameOf(shown) : undefined;
    if (name === undefined || !names.has(name)) continue;
    if (declares.length === 0) return isPrinted ? `printf "${textIn(format)}" ${name}` : name;
    for (const alias of isPrinted ? [] : declares) names.add(alias);
  }
  return undefined;
}

/** Of a variable without fields, or of a field. */
function nameOf(operand: Operand | undefined): string | undefined {
  if (operand?.is === "variable") return operand.chain.length === 0 ? operand.name : undefined;
  return operand?.is === "field" ? `.${operand.chain.join(".")}` : undefined;
}

/** Whether the value that is left is a rate, computed on or not. */
function isFraction(expression: Expression): boolean {
  const of = unwrapped(expression);
  switch (of.kind) {
    case "call":
      return (
        (isRate(of) && of.name !== "increase") ||
        of.name === "deriv" ||
        (CHANGE_NOTHING.test(of.name) && of.args.some(isFraction))
      );
    case "aggregation":
      return !/^(count|group)/.test(of.operator) && isFraction(of.of);
    case "binary": {
      if (/^([<>]=?|[!=]=|and|unless)$/.test(of.operator)) return !of.bool && isFraction(of.left);
      return isFraction(of.left) || isFraction(of.right);
    }
    default:
      return false;
  }
}

const CHANGE_NOTHING = /^(label_|sort|abs|clamp|\w+_over_time$)/;
