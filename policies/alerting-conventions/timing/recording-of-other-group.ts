import { selectorsIn } from "../../../components/promql";
import type { Rule } from "../../content";
import type { Policy } from "../../policy";

export const recordingOfOtherGroup: Policy = {
  name: "recording-of-other-group",
  level: "advisory",
  isStyle: true,
  description: "A recording is computed in the group of the recordings that it reads.",
  judges: "everything",
  *check({ rules }) {
    const recorded = new Map<string, Rule>();
    for (const rule of rules)
      if (rule.kind === "recording" && !("error" in rule.parsed) && selectorsIn(rule.parsed.expression).length > 0)
        recorded.set(rule.name, rule);
    for (const { kind, name, parsed, place, interval } of rules) {
      if (kind !== "recording" || "error" in parsed) continue;
      const read = new Set(selectorsIn(parsed.expression).flatMap((one) => one.name ?? []));
      for (const other of [...read].flatMap((one) => recorded.get(one) ?? [])) {
        // Groups of other files or resources, and with other intervals, are apart for a reason.
        const isApart =
          other.place.file !== place.file || other.place.resource !== place.resource || other.interval !== interval;
        if (other.name === name || isApart || other.place.group === place.group) continue;
        yield {
          place,
          found: `it reads ${other.name}, which group "${other.place.group ?? ""}" records`,
          why: "Groups are evaluated at other moments: it may see the value of an evaluation before",
          fix: `Move both into one group, ${other.name} first`,
        };
      }
    }
  },
  examples: {
    bad: "groups:\n  - name: base\n    rules: [{ record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }]\n  - name: shop\n    rules: [{ record: 'errors:rate5m', expr: 'sum(job:errors:rate5m)' }]",
    good: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }\n      - { record: 'errors:rate5m', expr: 'sum(job:errors:rate5m)' }",
  },
};
