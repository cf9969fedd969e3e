import { type Call, calledAs, secondsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

/**
 * Whether a group is evaluated at least three times in the window. The window has to hold two scrapes, so that scrapes are no
 * more often than evaluations by far: every sample counts, and alerts can ask for several in a row.
 */
function seesEachScrape({ args: [range] }: Call, interval: string | undefined): boolean {
  const every = interval === undefined ? undefined : secondsOf(interval);
  if (range?.kind !== "range" || range.seconds === undefined || every === undefined) return false;
  return 3 * every <= range.seconds;
}

export const irateInAlert: Policy = {
  name: "irate-in-alert",
  level: "advisory",
  description: "Rules use rate, not irate; recordings may where each scrape is evaluated.",
  judges: "rule",
  mentions: /irate/i,
  *check({ kind, parsed, interval }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "call" || part.name !== "irate") continue;
      if (kind === "recording" && seesEachScrape(part, interval)) continue;
      yield {
        found: `"${part.text}" looks at the last two samples only`,
        why: "A rule is evaluated once an interval: what happened in between is not seen, and one peak fires or resets the alert",
        fix: `Write ${calledAs(part, "rate")}`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: irate(errors_total[5m]) > 5",
    good: "- alert: ShopErrors\n  expr: rate(errors_total[5m]) > 5",
  },
};
