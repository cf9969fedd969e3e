import { describe, expect, it, test } from "vitest";
import { canHave, labelsOf, parse } from "../../../components/promql";

const of = (text: string) => {
  const result = parse(text);
  if ("error" in result) throw new Error(`${text}: ${result.error}`);
  return labelsOf(result.expression);
};

/** The expression, labels that its result can have, and labels that it cannot. */
const TABLE: readonly (readonly [string, string[], string[]])[] = [
  ["up", ["instance", "__name__"], []],
  ['up{team=""}', ["instance"], ["team"]],
  ["rate(x_total[5m])", ["instance"], ["__name__"]],
  ["sum(x)", [], ["instance", "job"]],
  ["sum by (job) (x)", ["job"], ["instance"]],
  ["sum without (instance) (x)", ["job"], ["instance", "__name__"]],
  ["sum by (job) (sum by (instance) (x))", [], ["job", "instance"]],
  ["topk(3, sum by (job) (x))", ["job"], ["instance"]],
  ['count_values("version", build_info)', ["version"], ["job"]],
  ["histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m])))", ["job"], ["le"]],
  ["histogram_quantile(1 - 0.01, sum by (le, job) (rate(x_bucket[5m])))", ["job"], ["le"]],
  ["histogram_quantile(scalar(x), sum by (le, job) (rate(x_bucket[5m])))", ["job"], ["le"]],
  ['label_replace(sum(x), "team", "a", "", "")', ["team"], ["job"]],
  ['absent(up{job="shop", instance=~".+"})', ["job"], ["instance", "__name__"]],
  ["time() - x", ["instance"], []],
  ["vector(1)", [], ["job"]],
  ["sum by (job) (a) / sum by (job, code) (b)", ["job"], ["code"]],
  ["a / on (job) b", ["job"], ["instance"]],
  ["a / ignoring (code) b", ["job"], ["code"]],
  ["a * on (job) group_left (team) sum by (job, team) (b)", ["instance", "job", "team"], []],
  ["sum by (job) (a) * on (job) group_right () b", ["instance"], []],
  ["sum by (job) (a) or sum by (team) (b)", ["job", "team"], ["instance"]],
  ["sum by (job) (a) and b", ["job"], ["instance"]],
  ["a unless on (job) b", ["instance"], []],
  ["sum by (job) (a) > 5", ["job"], ["instance"]],
];

describe("labels that reach the result", () => {
  test.each(TABLE)("of %s: %j, and not %j", (text, can, cannot) => {
    const labels = of(text);
    expect(can.filter((label) => !canHave(labels, label))).toEqual([]);
    expect(cannot.filter((label) => canHave(labels, label))).toEqual([]);
  });

  it("stay as they are in parentheses, with a sign, and at another time", () => {
    expect(of("-(sum by (job) (x offset 5m))")).toEqual(of("sum by (job) (x)"));
  });
});
