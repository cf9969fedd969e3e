// When an alert would have fired, from when its expression had a result.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { yaml } from "../../../components/prometheus";
import { firingIntervals, firingOf } from "../../../infra/commands/backtest/firing";
import { toolsOrSkip } from "../../support/tools";

const grid = { startSeconds: 0, endSeconds: 200, stepSeconds: 10 };
const rule = (forSeconds: number, keepFiringForSeconds = 0) => ({ forSeconds, keepFiringForSeconds });

/** `xx..x`: at which of the grid's times there is a result. */
const times = (drawn: string) => [...drawn].flatMap((mark, index) => (mark === "x" ? [index * 10] : []));

describe("an alert fires", () => {
  test.each([
    ["as long as its expression has a result", "..xxx...", rule(0), [[20, 50]]],
    ["not before `for` is over", "..xxx...", rule(20), [[40, 50]]],
    ["not at all where the condition is shorter than `for`", "..xxx...", rule(30), []],
    [
      "anew only after another `for`",
      "xxx..xxx",
      rule(20),
      [
        [20, 30],
        [70, 80],
      ],
    ],
    ["on while it is kept firing", "xxx....", rule(20, 30), [[20, 60]]],
    ["without a new `for` where it was kept firing", "xxx..x...", rule(20, 30), [[20, 90]]],
    ["for as long as its grid goes", `${".".repeat(18)}xxx`, rule(0), [[180, 210]]],
    ["once where one evaluation has no result", "xx.xx...", rule(0), [[0, 50]]],
    [
      "twice where two evaluations have none",
      "xx..xx..",
      rule(0),
      [
        [0, 20],
        [40, 60],
      ],
    ],
    ["never where there is no result", "", rule(0), []],
  ])("%s", (_, drawn, timing, expected) => {
    expect(firingIntervals(times(drawn), timing, grid).map(({ from, to }) => [from, to])).toEqual(expected);
  });

  test("on each of its series by itself", () => {
    expect(firingOf([times("xxx"), times("..x...xx"), []], rule(0), grid)).toEqual({
      times: 3,
      seconds: 60,
      longestSeconds: 30,
      series: 2,
    });
  });
});

describe("for any condition", () => {
  const conditions = fc
    .array(fc.boolean(), { maxLength: 21 })
    .map((drawn) => drawn.flatMap((is, i) => (is ? [i * 10] : [])));
  const durations = fc.integer({ min: 0, max: 8 }).map((steps) => steps * 10);

  test("intervals are in order, apart, and within the grid", () => {
    fc.assert(
      fc.property(conditions, durations, durations, (present, forSeconds, keep) => {
        const intervals = firingIntervals(present, rule(forSeconds, keep), grid);
        const edges = intervals.flatMap(({ from, to }) => [from, to]);
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        expect(edges.every((edge) => edge >= 0 && edge <= 210)).toBe(true);
      }),
    );
  });

  test("an interval begins only after the condition held for `for`, without a pause", () => {
    fc.assert(
      fc.property(conditions, durations, durations, (present, forSeconds, keep) => {
        for (const { from } of firingIntervals(present, rule(forSeconds, keep), grid)) {
          const held = Array.from({ length: forSeconds / 10 + 1 }, (_, index) => from - index * 10);
          expect(present).toEqual(expect.arrayContaining(held));
        }
      }),
    );
  });

  test("a longer `keep_firing_for` never fires shorter", () => {
    const length = (present: number[], forSeconds: number, keep: number) =>
      firingOf([present], rule(forSeconds, keep), grid).seconds;
    fc.assert(
      fc.property(conditions, durations, durations, durations, (present, forSeconds, keep, more) => {
        expect(length(present, forSeconds, keep + more)).toBeGreaterThanOrEqual(length(present, forSeconds, keep));
      }),
    );
  });

  test("without `for`, an alert fires exactly when there is a result, but for pauses of one evaluation", () => {
    fc.assert(
      fc.property(conditions, (present) => {
        const intervals = firingIntervals(present, rule(0), grid);
        const fires = (at: number) => intervals.some(({ from, to }) => at >= from && at < to);
        const expected = (at: number) =>
          present.includes(at) || (present.includes(at - 10) && present.includes(at + 10));
        const all = Array.from({ length: 21 }, (_, index) => index * 10);
        expect(all.filter(fires)).toEqual(all.filter(expected));
      }),
    );
  });
});

const tools = toolsOrSkip("promtool");

test.skipIf(!tools)("Prometheus itself goes through the same states", async () => {
  // With a `for`, no pause is so short that it would not be counted.
  const duration = (least: number) => fc.integer({ min: least, max: 4 });
  const courses = fc.array(fc.boolean(), { minLength: 21, maxLength: 21 });
  const cases = fc.sample(fc.tuple(courses, duration(1), duration(0)), { seed: 5, numRuns: 25 });
  const folder = await mkdtemp(join(tmpdir(), "firing-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const rules = cases.map(([, held, kept], index) => ({
    alert: `A${index}`,
    expr: `x${index} == 1`,
    for: `${held * 10}s`,
    keep_firing_for: `${kept * 10}s`,
  }));
  const tests = cases.map(([drawn, held, kept], index) => {
    const present = drawn.flatMap((is, at) => (is ? [at * 10] : []));
    const intervals = firingIntervals(present, rule(held * 10, kept * 10), grid);
    return {
      interval: "10s",
      input_series: [{ series: `x${index}`, values: drawn.map(Number).join(" ") }],
      promql_expr_test: drawn.map((_, step) => ({
        expr: `count(ALERTS{alertname="A${index}",alertstate="firing"})`,
        eval_time: `${step * 10}s`,
        exp_samples: intervals.some(({ from, to }) => step * 10 >= from && step * 10 < to)
          ? [{ labels: "{}", value: 1 }]
          : [],
      })),
    };
  });
  await writeFile(join(folder, "rules.yml"), yaml({ groups: [{ name: "all", interval: "10s", rules }] }));
  await writeFile(join(folder, "tests.yml"), yaml({ rule_files: ["rules.yml"], evaluation_interval: "10s", tests }));
  const { all } = await execa(tools?.promtool ?? "", ["test", "rules", "tests.yml"], {
    ...{ cwd: folder, all: true, reject: false },
  });
  expect(all).toContain("SUCCESS");
});
