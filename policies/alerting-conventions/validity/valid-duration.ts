import { secondsOf } from "../../../components/promql";
import { durationProblem } from "../../content";
import type { Policy } from "../../policy";

export const validDuration: Policy = {
  name: "valid-duration",
  level: "mandatory",
  description: "for and keep_firing_for are durations.",
  judges: "rule",
  *check(rule) {
    const given = [
      ["for", rule.for],
      ["keep_firing_for", rule.keepFiringFor],
      ["the group's interval", rule.interval],
    ] as const;
    for (const [name, text] of given) {
      // vmalert takes units in any order.
      if (text === undefined || (rule.evaluator === "vmalert" && (secondsOf(text) ?? -1) >= 0)) continue;
      if (durationProblem(text) === undefined) continue;
      yield {
        found: `${name} is "${text}", which is no duration`,
        why: "Prometheus refuses the whole file, with all its rules",
        fix: "Write a number with its unit: 30s, 5m, 1h30m",
      };
    }
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  for: 5 minutes",
    good: "- alert: ShopDown\n  expr: up == 0\n  for: 5m",
  },
};
