import { isRate, secondsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const keepFiringFor: Policy = {
  name: "keep-firing-for",
  level: "advisory",
  isStyle: true,
  description: "A critical alert on a short rate does not stop and start with each gap.",
  judges: "rule",
  settings: {
    shortWindow: { default: 120, description: "Seconds of a rate's range that are short" },
    longest: { default: 3_600, description: "Seconds that an alert may stay after its cause is gone" },
  },
  *check({ kind, parsed, labels, for: waits, keepFiringFor: keeps }, settings) {
    if (kind !== "alert" || "error" in parsed) return;
    const seconds = secondsOf(keeps ?? "0s") ?? 0;
    if (seconds > settings.number("longest")) {
      yield {
        found: `the alert keeps firing for ${keeps} after its cause is gone`,
        why: "Nobody sees that it is over, nor that it comes back",
        fix: `Shorten keep_firing_for to ${settings.number("longest")}s or less`,
      };
    }
    if (seconds > 0 || waits !== undefined || labels.severity !== "critical") return;
    const short = walk(parsed.expression).find(
      ({ part, inside }) =>
        part.kind === "range" && (part.seconds ?? Infinity) <= settings.number("shortWindow") && inside.some(isRate),
    );
    if (!short) return;
    yield {
      found: `the alert looks at "${short.part.text}" and has neither for nor keep_firing_for`,
      why: "One quiet scrape resolves it and the next one fires it again: pages that flap are soon ignored",
      fix: "Add keep_firing_for: 5m",
    };
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: sum(rate(errors_total[1m])) > 5\n  labels: { severity: critical }",
    good: "- alert: ShopErrors\n  expr: sum(rate(errors_total[1m])) > 5\n  keep_firing_for: 5m\n  labels: { severity: critical }",
  },
};
