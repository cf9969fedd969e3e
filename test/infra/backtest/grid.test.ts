// The times of a backtest: bounded in number, and each asked for once.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunksOf, gridOf, since } from "../../../infra/commands/backtest/grid";

const NOW = 1_800_000_123;

const timesOf = ({ startSeconds, endSeconds, stepSeconds }: ReturnType<typeof gridOf>) =>
  Array.from(
    { length: Math.floor((endSeconds - startSeconds) / stepSeconds) + 1 },
    (_, i) => startSeconds + i * stepSeconds,
  );

const grids = fc
  .tuple(fc.double({ min: 0.001, max: 400, noNaN: true }), fc.constantFrom(10, 15, 60))
  .map(([days, evaluation]) => gridOf(days, evaluation, NOW));

describe("the grid", () => {
  test.each([
    [1, 10, 10],
    [7, 10, 70],
    [30, 10, 260],
    [30, 60, 300],
  ])("of %d days has, at an evaluation every %d s, a step of %d s", (days, evaluation, step) => {
    expect(gridOf(days, evaluation, NOW).stepSeconds).toBe(step);
  });

  test("has at most 10,000 steps, ends within the last, and stays the same until the next", () => {
    fc.assert(
      fc.property(grids, (grid) => {
        expect(timesOf(grid).length).toBeLessThanOrEqual(10_001);
        expect(NOW - grid.endSeconds).toBeLessThan(grid.stepSeconds);
        expect(grid.endSeconds % grid.stepSeconds).toBe(0);
      }),
    );
  });

  test("is asked for in chunks with each time once, none over Prometheus' limit", () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const chunks = chunksOf(grid).map(timesOf);
        expect(chunks.flat()).toEqual(timesOf(grid));
        expect(Math.max(...chunks.map((times) => times.length))).toBeLessThanOrEqual(2_500);
      }),
      { numRuns: 20 },
    );
  });

  test("begins where history begins, at one of its own times", () => {
    const grid = { startSeconds: 100, endSeconds: 200, stepSeconds: 10 };
    expect(since(grid, 0)).toEqual(grid);
    expect(since(grid, 141)).toEqual({ ...grid, startSeconds: 150 });
    expect(since(grid, 201)).toBeUndefined();
  });
});
