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
        .find(({ operator, value }) => operator === "=~" && /^[^()[\]]+\|/.test(value));
      if (!several) continue;
      yield {
        found: `"${part.text}" asks for any of ${several.value.split("|").join(", ")}`,
        why: "It fires only when all of them are gone",
        fix: `Ask for each: ${part.name}(…{${several.label}="${several.value.split("|")[0]}"}) or …`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopMissing\n  expr: absent(up{job=~"api|worker"})\n  for: 5m',
    good: '- alert: ShopMissing\n  expr: absent(up{job="api"}) or absent(up{job="worker"})\n  for: 5m',
  },
};
