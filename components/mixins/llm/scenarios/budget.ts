// Spend against the budget. `even` is what a minute may cost where the budget is spent evenly over the month.
import { type Scenario, scenarios } from "../../../rules";
import { fastDollars } from "../alerts";
import { type Phase, spending, tokens } from "./series";

const HOUR = 60;

/** Spend with a sample a minute, which a day needs to be played in seconds. */
const byMinute = (...phases: Phase[]) => ({ interval: "1m" as const, given: spending(60, phases) });

export function budgetScenarios(budget: number): Scenario[] {
  const even = budget / 720 / HOUR;
  /** What a minute costs at the threshold of LlmBudgetBurningFast. */
  const fast = fastDollars(budget) / HOUR;
  return [
    ...scenarios("LlmBudgetBurningFast", {
      "pages within three minutes of a loop that spends fifty times too much, and resolves when it ends": {
        given: spending(15, [
          [even, 5],
          [50 * fast, 30],
          [even, 30],
        ]),
        expect: { "5m": "quiet", "8m": ["critical"], "34m": ["critical"], "42m": "quiet" },
      },
      "stays quiet at nine tenths of it": {
        ...byMinute([even, HOUR], [0.9 * fast, 3 * HOUR]),
        expect: { "2h": "quiet", "2h30m": "quiet", "3h30m": "quiet" },
      },
      "stays quiet when a batch that was large has ended": {
        ...byMinute([even, HOUR], [0, 5], [15 * fast, 3], [0, HOUR]),
        expect: { "1h5m": "quiet", "1h20m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet when the service restarts, and when nothing is spent": {
        interval: "1m",
        given: spending(
          60,
          [
            [0.5 * fast, HOUR],
            [0.5 * fast, HOUR],
            [0, HOUR],
          ],
          true,
        ),
        expect: { "1h1m": "quiet", "1h10m": "quiet", "2h50m": "quiet" },
      },
      "stays quiet on one missed scrape": {
        given: { ...Object.fromEntries(Object.keys(spending(15, [])).map((name) => [name, "1+0.0001x20 _ 1x40"])) },
        expect: { "5m30s": "quiet", "7m": "quiet" },
      },
    }),
    ...scenarios("LlmBudgetExceededSoon", {
      "warns after a day at a fifth more than the budget, and resolves hours after it ends": {
        ...byMinute([1.2 * even, 25 * HOUR], [0, 8 * HOUR]),
        expect: { "22h": "quiet", "24h": ["warning"], "25h": ["warning"], "32h": "quiet" },
      },
      "stays quiet at 95% of the budget": {
        ...byMinute([0.95 * even, 25 * HOUR]),
        expect: { "24h": "quiet", "24h50m": "quiet" },
      },
      "stays quiet in the first hours of a service, whatever they cost": {
        ...byMinute([10 * even, 3 * HOUR]),
        expect: { "1h": "quiet", "2h50m": "quiet" },
      },
    }),
    ...scenarios("LlmSpendSpike", {
      "warns within the hour when four times as much is spent, and resolves": {
        ...byMinute([even, 25 * HOUR], [4 * even, HOUR], [even, 2 * HOUR]),
        expect: { "25h": "quiet", "25h45m": ["warning"], "27h30m": "quiet" },
      },
      "stays quiet at 1.9 times as much": {
        ...byMinute([1.5 * even, 25 * HOUR], [2.85 * even, 2 * HOUR]),
        expect: { "25h45m": "quiet", "26h15m": "quiet", "26h50m": "quiet" },
      },
      "stays quiet where the spike is less than twice an even share": {
        ...byMinute([0.2 * even, 25 * HOUR], [1.5 * even, 2 * HOUR]),
        expect: { "25h45m": "quiet", "26h50m": "quiet" },
      },
      "stays quiet in a service that is hours old": {
        ...byMinute([even, 3 * HOUR], [8 * even, 2 * HOUR]),
        expect: { "3h45m": "quiet", "4h50m": "quiet" },
      },
    }),
    ...scenarios("LlmCostMissing", {
      "informs where tokens of a model cost nothing, and ends when its price is known": {
        interval: "1m",
        given: {
          ...tokens(60, [[500, 3 * HOUR]]),
          ...spending(60, [
            [0, HOUR],
            [even, 2 * HOUR],
          ]),
        },
        expect: { "5m": "quiet", "30m": ["info"], "1h10m": "quiet" },
      },
      "informs where no cost is counted at all": {
        interval: "1m",
        given: tokens(60, [[500, 2 * HOUR]]),
        expect: { "30m": ["info"] },
      },
      "stays quiet where they cost something": {
        interval: "1m",
        given: { ...tokens(60, [[500, 2 * HOUR]]), ...spending(60, [[even, 2 * HOUR]]) },
        expect: { "30m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet at 900 tokens an hour": {
        interval: "1m",
        given: tokens(60, [[15, 2 * HOUR]]),
        expect: { "1h10m": "quiet", "1h50m": "quiet" },
      },
    }),
  ];
}
