// Revenue against its target, affiliate links, and what content pays.
import { type Scenario, scenarios } from "tocsin";
import { everyMinute, growing, HOUR, of, type Phase, showing } from "./series";

const projection = (current: string, target: string) => ({
  [of("revenue_projection_monthly", 'source="current_run_rate"')]: current,
  [of("revenue_projection_monthly", 'source="forecast"')]: showing([9_000, 3 * HOUR]),
  [of("revenue_projection_monthly", 'source="target"')]: target,
});

const MERCHANT = 'merchant="amazon",category="books"';

const clicks = (phases: readonly Phase[]) => ({ [of("affiliate_clicks_total", MERCHANT)]: growing(phases) });
const sales = (phases: readonly Phase[]) => ({ [of("affiliate_conversions_total", MERCHANT)]: growing(phases) });

const CONTENT = 'content_type="thread"';

const content = (cost: readonly Phase[], revenue: readonly Phase[]) => ({
  [of("content_cost_dollars_total", CONTENT)]: growing(cost),
  [of("content_revenue_dollars_total", CONTENT)]: growing(revenue),
});

const target = showing([20_000, 3 * HOUR]);

export const moneyScenarios: readonly Scenario[] = [
  ...scenarios(
    "ThreadsRevenueBelowTarget",
    everyMinute({
      "warns at 75% of the target, and resolves": {
        given: projection(showing([21_000, 30], [15_000, 30], [21_000, 30]), target),
        expect: { "35m": "quiet", "45m": ["warning"], "1h5m": "quiet" },
      },
      "stays quiet at 81%": {
        given: projection(showing([16_200, 90]), target),
        expect: { "15m": "quiet", "1h20m": "quiet" },
      },
      "stays quiet on a target of 0": {
        given: projection(showing([0, 90]), showing([0, 90])),
        expect: { "15m": "quiet", "1h20m": "quiet" },
      },
      "stays quiet where there is no target": {
        given: { [of("revenue_projection_monthly", 'source="current_run_rate"')]: showing([5_000, 90]) },
        expect: { "15m": "quiet", "1h20m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsAffiliateNotConverting",
    everyMinute({
      "warns when 600 clicks bring no sale, and resolves with the sales": {
        given: {
          ...clicks([[5, 6 * HOUR]]),
          ...sales([
            [0, 3 * HOUR],
            [0.2, 3 * HOUR],
          ]),
        },
        expect: { "1h30m": "quiet", "2h30m": ["warning"], "4h30m": "quiet" },
      },
      "warns where no sale was ever counted": {
        given: clicks([[5, 4 * HOUR]]),
        expect: { "1h30m": "quiet", "2h30m": ["warning"] },
      },
      "stays quiet at one sale in 330 clicks": {
        given: { ...clicks([[5, 6 * HOUR]]), ...sales([[0.015, 6 * HOUR]]) },
        expect: { "2h30m": "quiet", "5h50m": "quiet" },
      },
      "stays quiet on 400 clicks in a day": {
        given: {
          ...clicks([
            [1, 400],
            [0, 2 * HOUR],
          ]),
          ...sales([[0, 8 * HOUR]]),
        },
        expect: { "5h": "quiet", "7h30m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsContentLosesMoney",
    everyMinute({
      "informs where content earns half of what it costs, and ends when it earns more": {
        given: content(
          [[0.2, 8 * HOUR]],
          [
            [0.1, 3 * HOUR],
            [0.8, 5 * HOUR],
          ],
        ),
        expect: { "30m": "quiet", "2h": ["info"], "7h": "quiet" },
      },
      "stays quiet where it earns its cost": {
        given: content([[0.2, 4 * HOUR]], [[0.202, 4 * HOUR]]),
        expect: { "2h": "quiet", "3h50m": "quiet" },
      },
      "stays quiet below ten dollars": {
        given: content([[0.05, 3 * HOUR]], [[0, 3 * HOUR]]),
        expect: { "1h30m": "quiet", "2h50m": "quiet" },
      },
    }),
  ),
];
