import type { Policy } from "../../policy";
import { walk } from "../../promql";

export const irateInAlert: Policy = {
  name: "irate-in-alert",
  level: "advisory",
  description: "Rules use rate, not irate.",
  judges: "rule",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "call" || part.name !== "irate") continue;
      yield {
        found: `"${part.text}" looks at the last two samples only`,
        why: "A rule is evaluated once an interval: what happened in between is not seen, and one peak fires or resets the alert",
        fix: `Write ${part.text.replace(/irate/i, "rate")}`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: irate(errors_total[5m]) > 5",
    good: "- alert: ShopErrors\n  expr: rate(errors_total[5m]) > 5",
  },
};
