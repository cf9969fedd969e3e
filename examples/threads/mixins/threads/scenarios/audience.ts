// Engagement, followers and what they cost, and posts that go viral.
import { type Scenario, scenarios } from "tocsin";
import { everyMinute, HOUR, observing, of, PERSONA, showing } from "./series";

const ENGAGEMENT = "posts_engagement_rate";
const COST = "cost_per_follow_dollars";

const followers = (...phases: readonly (readonly [value: number, minutes: number])[]) => ({
  [of("threads_followers", PERSONA)]: showing(...phases),
});

const viral = (values: string) => ({ [of("viral_posts_total", PERSONA)]: values });

export const audienceScenarios: readonly Scenario[] = [
  ...scenarios(
    "ThreadsEngagementLow",
    everyMinute({
      "informs below the target, warns ten minutes after it is below 5%, and resolves": {
        given: observing(ENGAGEMENT, [
          [0.5, 0.07, HOUR],
          [0.5, 0.04, HOUR],
          [0.5, 0.08, 2 * HOUR],
        ]),
        expect: { "1h15m": "quiet", "1h54m": ["info", "warning"], "3h": "quiet" },
      },
      "only informs at 5.1%": {
        given: observing(ENGAGEMENT, [[0.5, 0.051, 2 * HOUR]]),
        expect: { "20m": "quiet", "1h": ["info"], "1h50m": ["info"] },
      },
      "sees it within the day where posts are few": {
        given: observing(ENGAGEMENT, [[0.02, 0.03, 10 * HOUR]]),
        expect: { "3h": "quiet", "9h": ["info", "warning"] },
      },
      "stays quiet at 6.1%": {
        given: observing(ENGAGEMENT, [[0.5, 0.061, 2 * HOUR]]),
        expect: { "1h": "quiet", "1h50m": "quiet" },
      },
      "stays quiet on four bad posts": {
        given: observing(ENGAGEMENT, [
          [0.1, 0.01, 40],
          [0, 0, 4 * HOUR],
        ]),
        expect: { "40m": "quiet", "1h30m": "quiet", "4h": "quiet" },
      },
      "stays quiet when the service restarts": {
        given: observing(
          ENGAGEMENT,
          [
            [0.5, 0.07, HOUR],
            [0.5, 0.07, HOUR],
          ],
          true,
        ),
        expect: { "1h1m": "quiet", "1h15m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet on no posts": {
        given: observing(ENGAGEMENT, [[0, 0, 2 * HOUR]]),
        expect: { "1h": "quiet", "1h50m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsCostPerFollowHigh",
    everyMinute({
      "informs above one cent, warns above one and a half, and resolves": {
        given: observing(COST, [
          [1, 0.008, HOUR],
          [1, 0.02, 2 * HOUR],
          [1, 0.006, 2 * HOUR],
        ]),
        expect: { "1h5m": "quiet", "1h50m": ["info", "warning"], "4h30m": "quiet" },
      },
      "only informs at 1.4 cents": {
        given: observing(COST, [[1, 0.014, 2 * HOUR]]),
        expect: { "20m": "quiet", "1h": ["info"], "1h50m": ["info"] },
      },
      "stays quiet just below one cent": {
        given: observing(COST, [[1, 0.0099, 2 * HOUR]]),
        expect: { "1h": "quiet", "1h50m": "quiet" },
      },
      "stays quiet on four dear followers": {
        given: observing(COST, [
          [0.1, 0.5, 40],
          [0, 0, 4 * HOUR],
        ]),
        expect: { "40m": "quiet", "1h30m": "quiet", "4h": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsFollowersFalling",
    everyMinute({
      "warns when 3% are gone since yesterday, and resolves when they are back": {
        given: followers([10_000, 24.5 * HOUR], [9_700, 30], [10_050, 20]),
        expect: { "24h30m": "quiet", "24h45m": ["warning"], "25h10m": "quiet" },
      },
      "stays quiet at 1.9%": {
        given: followers([10_000, 24.5 * HOUR], [9_810, 20]),
        expect: { "24h42m": "quiet", "24h48m": "quiet" },
      },
      "stays quiet on ninety followers of whom twenty leave": {
        given: followers([90, 24.5 * HOUR], [70, 20]),
        expect: { "24h42m": "quiet", "24h48m": "quiet" },
      },
      "stays quiet in a persona's first day": {
        given: followers([10_000, HOUR], [9_000, HOUR]),
        expect: { "1h15m": "quiet", "1h50m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsPostViral",
    everyMinute({
      "informs at once, and ends within an hour": {
        given: viral("0x20 1x120"),
        expect: { "20m": "quiet", "23m": ["info"], "1h25m": "quiet" },
      },
      "stays quiet on what went viral long ago": {
        given: viral("7x120"),
        expect: { "30m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet when the service restarts": {
        given: viral("7x60 0x120"),
        expect: { "1h2m": "quiet", "2h": "quiet" },
      },
    }),
  ),
];
