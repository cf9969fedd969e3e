// Posts that fail or stop, the queue, and the database.
import { type Scenario, scenarios } from "tocsin";
import { everyMinute, type Given, growing, HOUR, of, PERSONA, type Phase, showing } from "./series";

/** Posts by outcome. */
const posts = (byStatus: Readonly<Record<string, readonly Phase[]>>, resets = false): Given =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, phases]) => [
      of("posts_generated_total", `${PERSONA},status="${status}"`),
      growing(phases, resets),
    ]),
  );

const queue = (...phases: readonly (readonly [value: number, minutes: number])[]) => ({
  [of("celery_queue_depth", 'queue_name="posts"')]: showing(...phases),
});

const BOUNDS = ["0.5", "1", "2", "+Inf"];

/** Queries that take as long as the bucket with this upper bound says: `[bound, per minute, minutes]`. */
const queries = (...phases: readonly (readonly [bound: string, perMinute: number, minutes: number])[]): Given => {
  const upTo = (index: number) =>
    growing(phases.map(([upper, perMinute, minutes]) => [BOUNDS.indexOf(upper) <= index ? perMinute : 0, minutes]));
  const metric = "database_query_duration_seconds";
  const labels = 'db_name="postgres",operation="select"';
  return {
    ...Object.fromEntries(
      BOUNDS.map((bound, index) => [of(`${metric}_bucket`, `${labels},le="${bound}"`), upTo(index)]),
    ),
    [of(`${metric}_count`, labels)]: upTo(BOUNDS.length - 1),
  };
};

export const pipelineScenarios: readonly Scenario[] = [
  ...scenarios(
    "ThreadsPostsFailing",
    everyMinute({
      "warns when one post in five fails, and resolves": {
        given: posts({
          success: [
            [1, HOUR],
            [0.8, HOUR],
            [1, 2 * HOUR],
          ],
          failed: [
            [0, HOUR],
            [0.2, HOUR],
            [0, 2 * HOUR],
          ],
        }),
        expect: { "1h5m": "quiet", "1h50m": ["warning"], "3h10m": "quiet" },
      },
      "stays quiet at 9%": {
        given: posts({ success: [[0.91, 2 * HOUR]], failed: [[0.09, 2 * HOUR]] }),
        expect: { "1h10m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet when all of four posts fail": {
        given: posts({ success: [[0, 3 * HOUR]], failed: [[0.066, 3 * HOUR]] }),
        expect: { "1h10m": "quiet", "2h50m": "quiet" },
      },
      "stays quiet on posts that a filter has blocked": {
        given: posts({ success: [[0.5, 2 * HOUR]], blocked: [[0.5, 2 * HOUR]] }),
        expect: { "1h10m": "quiet", "1h50m": "quiet" },
      },
      "stays quiet when the service restarts": {
        given: posts(
          {
            success: [
              [1, HOUR],
              [1, HOUR],
            ],
            failed: [
              [0.08, HOUR],
              [0.08, HOUR],
            ],
          },
          true,
        ),
        expect: { "1h2m": "quiet", "1h15m": "quiet", "1h50m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsPostsDropped",
    everyMinute({
      "warns where yesterday's posts are missing today, and resolves when they come": {
        given: posts({
          success: [
            [0.2, 2 * HOUR],
            [0, 23.5 * HOUR],
            [0.2, 2 * HOUR],
          ],
        }),
        expect: { "24h": "quiet", "25h25m": ["warning"], "27h20m": "quiet" },
      },
      "stays quiet at 40% of yesterday's posts": {
        given: posts({
          success: [
            [0.2, 3 * HOUR],
            [0, 21 * HOUR],
            [0.08, 2.5 * HOUR],
          ],
        }),
        expect: { "25h20m": "quiet", "26h20m": "quiet" },
      },
      "stays quiet where yesterday had four posts": {
        given: posts({
          success: [
            [0.066, HOUR],
            [0, 25 * HOUR],
          ],
        }),
        expect: { "25h20m": "quiet", "25h50m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsQueueDepthHigh",
    everyMinute({
      "warns when 1,200 tasks wait, and resolves": {
        given: queue([40, 10], [1_200, 15], [40, 15]),
        expect: { "12m": "quiet", "17m": ["warning"], "27m": "quiet" },
      },
      "stays quiet at 990": { given: queue([990, 40]), expect: { "10m": "quiet", "35m": "quiet" } },
      "stays quiet on a burst of three minutes": {
        given: queue([40, 10], [5_000, 3], [40, 20]),
        expect: { "12m": "quiet", "14m": "quiet", "20m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ThreadsQueriesSlow",
    everyMinute({
      "warns when queries take one to two seconds, and resolves": {
        given: queries(["0.5", 60, 15], ["2", 60, 20], ["0.5", 60, 20]),
        expect: { "16m": "quiet", "28m": ["warning"], "45m": "quiet" },
      },
      "stays quiet just below a second": {
        given: queries(["1", 60, 40]),
        expect: { "15m": "quiet", "35m": "quiet" },
      },
      "stays quiet on eight slow queries a minute": {
        given: queries(["2", 8, 40]),
        expect: { "15m": "quiet", "35m": "quiet" },
      },
    }),
  ),
];
