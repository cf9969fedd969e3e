import { selectorsIn } from "../../../components/promql";
import type { Policy } from "../../policy";

export const literalPattern: Policy = {
  name: "literal-pattern",
  level: "advisory",
  description: "Patterns of labels are asked for with =~.",
  judges: "query",
  *check({ kind, expr, parsed }) {
    if ("error" in parsed || (kind === "panel" && expr.includes("$"))) return;
    for (const { text, matchers } of selectorsIn(parsed.expression)) {
      const { label, operator, value } =
        matchers.find((one) => /^!?=$/.test(one.operator) && PATTERN.test(one.value)) ?? {};
      if (label === undefined || label === "__name__") continue;
      yield {
        found: `"${text}" compares ${label} with the text ${value}`,
        why: `${operator} compares literally: * and | are characters like any other`,
        fix: `Write ${label}${operator === "=" ? "=~" : "!~"}"${value?.replace(/(?<!\.)\*/g, ".*")}"`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: up{host="*.example.com"} == 0',
    good: "- alert: ShopDown\n  expr: up{host=~'.*[.]example[.]com'} == 0",
  },
};

/** What is a pattern beyond doubt: paths hold single characters of these as well. */
const PATTERN = /^\*\.|\.\*|\.\+|^\^|[\w-]\|[\w-]/;
