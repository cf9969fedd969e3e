// What is said where there is little to say, and how figures are spoken.
import { expect, test } from "vitest";
import type { Backtest, Compared } from "../../../infra/commands/backtest/backtest";
import { reportOf } from "../../../infra/commands/backtest/report";

const asked = { environment: "prod", prometheus: "http://prometheus:9090", days: 7, against: "main" };
const DAY = 86_400;
const grid = { startSeconds: 10 * DAY, endSeconds: 17 * DAY, stepSeconds: 70 };

const report = (more: Partial<Backtest>) => reportOf({ grid, rules: [], ...more }, asked);

const watched = (more: Partial<Compared>): Compared => ({ name: "A", severity: "warning", kind: "changed", ...more });

test("no changed alert is nothing to evaluate", () => {
  expect(report({})).toBe("No alert of prod fires differently than at main; there is nothing to evaluate.");
});

test("no history is said, and not taken for silence", () => {
  const after = { problem: "no history", missing: [] };
  expect(report({ rules: [watched({ after })] })).toContain(
    "prod over 7 d of http://prometheus:9090: there is no history",
  );
});

test("a history of all the time, the loudest alert first, a new alert without a before", () => {
  const firing = { times: 3, seconds: 2 * DAY + 3_660, longestSeconds: 95, series: 2 };
  const never = { times: 0, seconds: 0, longestSeconds: 0, series: 0 };
  const rules = [
    watched({ name: "Quiet", before: { firing: never, missing: [] }, after: { firing: never, missing: [] } }),
    watched({ name: "Loud", kind: "added", after: { firing, missing: ["a_total"] } }),
    watched({ name: "Unknown", before: { problem: "no history: no series of x", missing: ["x"] } }),
  ];
  expect(report({ historySince: 10 * DAY, rules })).toMatchInlineSnapshot(`
    "prod over 7 d of http://prometheus:9090: its history covers all of it.
    Evaluated every 1 min 10 s; what comes and goes in between is not seen.

      alert    severity           before     after
      Loud     warning   added    -          3 times on 2 series, 2 d 1 h in all, 1 min 35 s at the longest
      Quiet    warning   changed  never      never
      Unknown  warning   changed  not known  -

      Loud (warning): there is no history of a_total
      Unknown (warning), before: no history: no series of x"
  `);
});
