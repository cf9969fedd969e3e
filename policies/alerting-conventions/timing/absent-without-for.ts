import { secondsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const absentWithoutFor: Policy = {
  name: "absent-without-for",
  level: "advisory",
  description: "An alert on absent series waits for more than two scrapes.",
  judges: "rule",
  mentions: /absent/i,
  settings: { least: { default: 60, description: "Seconds to wait, at least" } },
  *check({ kind, parsed, for: waits }, settings) {
    if (kind !== "alert" || "error" in parsed) return;
    const least = settings.number("least");
    const call = walk(parsed.expression).find(({ part }) => part.kind === "call" && part.name === "absent");
    if (!call || (secondsOf(waits ?? "0s") ?? 0) >= least) return;
    yield {
      found: `"${call.part.text}" is asked ${waits === undefined ? "without for" : `for ${waits} only`}`,
      why: "After each restart Prometheus evaluates rules before it has scraped everything: all of these alerts fire",
      fix: `Set for: ${Math.ceil(least / 60)}m or more`,
    };
  },
  examples: {
    bad: '- alert: ShopMissing\n  expr: absent(up{job="shop"})',
    good: '- alert: ShopMissing\n  expr: absent(up{job="shop"})\n  for: 5m',
  },
};
