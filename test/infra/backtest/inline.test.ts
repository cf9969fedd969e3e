// Recordings that the history does not have, put into the expressions that read them.
import { describe, expect, test } from "vitest";
import { inlined } from "../../../components/promql";

const MARK = 'label_replace(vector(1), "backtest_taken", "yes", "", "")';

const recordings = new Map([
  ["job:x:rate5m", "(rate(x_total[5m]))"],
  ["job:y:ratio", "(job:x:rate5m / y)"],
  ["job:kept:last", "(x or job:kept:last offset 10s)"],
]);

const inline = (expr: string, replace: (record: string) => boolean = () => true) =>
  inlined(expr, { recordings, replace, intervalSeconds: 10 });

describe("an expression", () => {
  test.each([
    ["without recordings stays as it is", "up == 0", "up == 0"],
    ["reads what the recording computes", "job:x:rate5m > 1", "((rate(x_total[5m]))) > 1"],
    ["reads recordings of recordings", "job:y:ratio > 1", "((((rate(x_total[5m]))) / y)) > 1"],
    ["ranges over it as a subquery", "max_over_time(job:x:rate5m[1h])", "max_over_time(((rate(x_total[5m])))[1h:10s])"],
    [
      "ranges over it with few points",
      "max_over_time(job:x:rate5m[1d])",
      "max_over_time(((rate(x_total[5m])))[1d:173s])",
    ],
    ["keeps a subquery's step", "max_over_time(job:x:rate5m[1d:5m])", "max_over_time(((rate(x_total[5m])))[1d:5m])"],
    ["shifts it in time", "job:x:rate5m offset 1d", "last_over_time(((rate(x_total[5m])))[10s:10s] offset 1d)"],
    [
      "shifts a range of it",
      "avg_over_time(job:x:rate5m[1h] offset 1d)",
      "avg_over_time(((rate(x_total[5m])))[1h:10s] offset 1d)",
    ],
    [
      "shifts nothing else",
      "x / job:x:rate5m offset 1d > 1",
      "x / last_over_time(((rate(x_total[5m])))[10s:10s] offset 1d) > 1",
    ],
    [
      "takes the series that match",
      'job:x:rate5m{code=~"5.."}',
      `(label_replace(label_replace((rate(x_total[5m])), "backtest_taken", "yes", "code", "5..") and on (backtest_taken) ${MARK}, "backtest_taken", "", "", ""))`,
    ],
    [
      "leaves out the series that do not",
      'job:x:rate5m{host!="a.b"}',
      `(label_replace(label_replace((rate(x_total[5m])), "backtest_taken", "yes", "host", "a\\\\.b") unless on (backtest_taken) ${MARK}, "backtest_taken", "", "", ""))`,
    ],
  ])("%s", (_, expr, expected) => {
    expect(inline(expr)).toBe(expected);
  });

  test("means the same by a label in quotes", () => {
    expect(inline('job:x:rate5m{"code"=~"5.."}')).toBe(inline('job:x:rate5m{code=~"5.."}'));
  });

  test("reads a recording that the history has", () => {
    expect(inline("job:y:ratio > 1", (record) => record !== "job:x:rate5m")).toBe("((job:x:rate5m / y)) > 1");
  });

  test("reads the past of a recording that carries it on", () => {
    expect(inline("job:kept:last")).toBe("((x or job:kept:last offset 10s))");
  });

  test("takes a value with escapes for what it says", () => {
    expect(inline('job:x:rate5m{path="a\\\\b"}')).toContain('"path", "a\\\\\\\\b")');
    expect(inline("job:x:rate5m{path=`a\\b`}")).toBe(inline('job:x:rate5m{path="a\\\\b"}'));
  });
});
