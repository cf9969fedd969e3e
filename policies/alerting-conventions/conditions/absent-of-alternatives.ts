import { selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const absentOfAlternatives: Policy = {
  name: "absent-of-alternatives",
  level: "advisory",
  description: "Each thing that must not be absent is asked for by itself.",
  judges: "rule",
  mentions: /absent/i,
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "call" || !part.name.startsWith("absent")) continue;
      const several = selectorsIn(part)
        .flatMap(({ matchers }) => matchers)
        .find(({ operator, value }) => operator === "=~" && isOneOfSeveral(value));
      if (!several) continue;
      const plain = /^[^()[\]]+$/.test(several.value) ? several.value.split("|") : [];
      yield {
        found: `"${part.text}" asks for any of ${plain.join(", ") || several.value}`,
        why: "It fires only when all of them are gone",
        fix: `Ask for each: ${part.name}(…{${several.label}="${plain[0] ?? "…"}"}) or …`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopMissing\n  expr: absent(up{job=~"api|worker"})\n  for: 5m',
    good: '- alert: ShopMissing\n  expr: absent(up{job="api"}) or absent(up{job="worker"})\n  for: 5m',
  },
};

/** A pattern of several texts: alternatives, also within parentheses, and characters side by side in brackets. */
function isOneOfSeveral(pattern: string): boolean {
  if (/^[^()[\]]+\|/.test(pattern)) return true;
  const plain = pattern.replace(/\\\W/g, "_").replaceAll("(?:", "(");
  const outside = plain.replace(/\[[^[\]]*\]/g, "_");
  // What takes texts without end names none of them.
  return !/[.*+?{\\]/.test(outside) && (outside.includes("|") || /\[[^^[\]][^[\]]+\]/.test(plain));
}
