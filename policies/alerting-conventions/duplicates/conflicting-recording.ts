import { grouped } from "../../../components/grouped";
import { type Expression, selectorsIn } from "../../../components/promql";
import type { Rule } from "../../content";
import type { Policy } from "../../policy";

export const conflictingRecording: Policy = {
  name: "conflicting-recording",
  level: "advisory",
  description: "One name and labels are recorded by one expression.",
  judges: "everything",
  *check({ rules }) {
    for (const [first, ...others] of sameNames(rules)) {
      for (const other of others) {
        if (!first || "error" in first.parsed || "error" in other.parsed || first.expr === other.expr) continue;
        if (areApart(first.parsed.expression, other.parsed.expression)) continue;
        yield {
          place: other.place,
          found: `the recording ${other.name} is computed in two ways: also as "${first.expr.trim()}"`,
          why: "Where both find the same series, Prometheus keeps one value and drops the other, and complains at each evaluation",
          fix: "Name them apart, or join them with or",
        };
      }
    }
  },
  examples: {
    bad: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(failures_total[5m]))' }",
    good: "groups:\n  - name: shop\n    rules:\n      - { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))' }\n      - { record: 'job:failures:rate5m', expr: 'sum by (job) (rate(failures_total[5m]))' }",
  },
};

const sameNames = (rules: readonly Rule[]): Iterable<Rule[]> =>
  grouped(
    rules.filter(({ kind }) => kind === "recording"),
    ({ name, labels, place: { resource = "", file = "" } }) =>
      JSON.stringify([resource, file, name, Object.entries(labels).sort()]),
  ).values();

/** Whether matchers of the same label ask for different values: the two then find different series. */
function areApart(a: Expression, b: Expression): boolean {
  const asked = selectorsIn(a).flatMap(({ matchers }) => matchers);
  const others = selectorsIn(b).flatMap(({ matchers }) => matchers);
  return asked.some(({ label, value }) => {
    const same = others.filter((other) => other.label === label);
    return same.length > 0 && same.every((other) => other.value !== value);
  });
}
