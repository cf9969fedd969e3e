// What stands between the braces of a selector.
import type { Matcher } from "./expression";

const OPERATORS: Readonly<Record<string, Matcher["operator"]>> = { "=": "=", "!=": "!=", "=~": "=~", "!~": "!~" };

/** Label, operator and value of each matcher; a name alone in quotes is the metric's. */
export function matchersOf(parts: readonly (readonly string[])[]): Matcher[] {
  return parts.map(([label = "", operator, value]) => {
    const known = operator === undefined ? undefined : OPERATORS[operator];
    return known && value !== undefined
      ? { label, operator: known, value }
      : { label: "__name__", operator: "=", value: label };
  });
}

export function nameIn(matchers: readonly Matcher[]): string | undefined {
  return matchers.find(({ label, operator }) => label === "__name__" && operator === "=")?.value;
}
