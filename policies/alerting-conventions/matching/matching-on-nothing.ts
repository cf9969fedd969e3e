import { canHave, isScalar, labelsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const matchingOnNothing: Policy = {
  name: "matching-on-nothing",
  level: "advisory",
  description: "Labels that two sides are matched on are on one of them at least.",
  judges: "rule",
  mentions: /on/i,
  *check({ parsed, place }, _, around) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "binary" || !part.matching?.on || isScalar(part.left) || isScalar(part.right)) continue;
      const sides = [part.left, part.right].map((side) => labelsOf(side, recordingsIn(around, place)));
      const missing = part.matching.labels.filter((label) => sides.every((side) => !canHave(side, label)));
      if (missing.length === 0) continue;
      yield {
        found: `"${part.text}" is matched on ${missing.join(", ")}, which neither side has`,
        why: "Both sides were aggregated before: the label tells nothing apart",
        fix: `Keep ${missing.join(", ")} on both sides, or leave it out of on (…)`,
      };
    }
  },
  examples: {
    bad: "- record: errors:ratio\n  expr: sum(rate(errors_total[5m])) / on (cluster) sum(rate(requests_total[5m]))",
    good: "- record: cluster:errors:ratio\n  expr: sum by (cluster) (rate(errors_total[5m])) / on (cluster) sum by (cluster) (rate(requests_total[5m]))",
  },
};
