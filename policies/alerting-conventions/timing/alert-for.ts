import { isRecording, secondsOf, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const alertFor: Policy = {
  name: "alert-for",
  level: "advisory",
  isStyle: true,
  description: "An alert waits before it fires, or looks at a span of time.",
  judges: "rule",
  settings: { shortestWindow: { default: 60, description: "Seconds of a range after which no for is needed" } },
  *check({ kind, parsed, labels, for: waits }, settings) {
    if (kind !== "alert" || "error" in parsed || (secondsOf(waits ?? "0s") ?? 0) > 0) return;
    // What only proves that alerting works, inhibits, or reports an event pages nobody.
    if (["none", "info"].includes(labels.severity ?? "")) return;
    const selectors = selectorsIn(parsed.expression);
    // A recording may look at any span; its name tells at best.
    if (selectors.length === 0 || selectors.every(({ name }) => name !== undefined && isRecording(name))) return;
    const longest = Math.max(
      0,
      ...walk(parsed.expression).map(({ part }) =>
        part.kind === "range" || part.kind === "subquery" ? (part.seconds ?? 0) : 0,
      ),
    );
    if (longest >= settings.number("shortestWindow")) return;
    yield {
      found: "the alert has no for and looks at a moment only",
      why: "One failed scrape or one peak between two looks is a message, and the next look takes it back",
      fix: "Add for: 1m or more, or look at a span: avg_over_time(…[5m])",
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0",
    good: "- alert: ShopDown\n  expr: up == 0\n  for: 1m",
  },
};
