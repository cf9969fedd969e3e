import { grouped } from "../../../components/grouped";
import { selectorsIn } from "../../../components/promql";
import type { Rule } from "../../content";
import type { Policy } from "../../policy";

export const recordingBeforeUse: Policy = {
  name: "recording-before-use",
  level: "advisory",
  description: "A group computes a recording before the rules that use it.",
  judges: "everything",
  *check({ rules }) {
    for (const group of groupsOf(rules)) {
      const first = new Map<string, number>();
      group.forEach(({ kind, name }, i) => {
        if (kind === "recording" && !first.has(name)) first.set(name, i);
      });
      if (first.size === 0) continue;
      for (const [i, { parsed, place }] of group.entries()) {
        if ("error" in parsed) continue;
        const late = selectorsIn(parsed.expression).find(
          ({ name }) => name !== undefined && (first.get(name) ?? -1) > i,
        );
        if (!late?.name) continue;
        yield {
          place,
          found: `it uses ${late.name}, which its group records further down`,
          why: "Rules of a group run in order: it sees the value of the evaluation before, and none after a restart",
          fix: `Move the recording of ${late.name} above it`,
        };
      }
    }
  },
  examples: {
    bad: "groups:\n  - name: shop\n    rules:\n      - { alert: ShopErrors, expr: 'job:errors:rate5m > 5' }\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }",
    good: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }\n      - { alert: ShopErrors, expr: 'job:errors:rate5m > 5' }",
  },
};

/** Rules by group, in their order. */
const groupsOf = (rules: readonly Rule[]): Iterable<Rule[]> =>
  grouped(rules, ({ place: { resource = "", file = "", group = "" } }) => `${resource}\n${file}\n${group}`).values();
