// Tasks that wait.
import { type Scenario, scenarios } from "../../../rules";
import { steady, waiting } from "./series";

/** A queue that is empty for ten minutes and then gains tasks, for twenty minutes, with each sample. */
const gaining = (tasks: number) => waiting(`0x40 0+${tasks}x80 ${80 * tasks}x120`);

export const queueScenarios: readonly Scenario[] = [
  ...scenarios("WorkerQueueGrowing", {
    "warns when 150 tasks are added in five minutes, and resolves": {
      given: gaining(7.5),
      expect: { "20m": "quiet", "26m": ["warning"], "30m": ["warning"], "42m": "quiet" },
    },
    "stays quiet at 90": { given: gaining(4.5), expect: { "26m": "quiet", "31m": "quiet" } },
    "stays quiet on a thousand tasks every two and a half minutes that are done in time": {
      given: waiting("0 1000-200x5 0x3 ".repeat(24)),
      expect: { "10m": "quiet", "15m": "quiet", "20m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a queue that is long and stays so": {
      given: waiting(steady(900)),
      expect: { "15m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("WorkerQueueLong", {
    "warns at 1,100 tasks, and resolves": {
      given: waiting("1100x40 50x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "pages within two minutes at 11,000 tasks, and resolves": {
      given: waiting("0x20 11000x40 50x40"),
      expect: { "6m": "quiet", "7m": ["critical"], "11m": ["critical", "warning"], "17m": "quiet" },
    },
    "warns, and does not page, at 9,900": {
      given: waiting(steady(9_900)),
      expect: { "90s": "quiet", "6m": ["warning"] },
    },
    "stays quiet at 950": { given: waiting(steady(950)), expect: { "6m": "quiet", "30m": "quiet" } },
    "stays quiet on one missed scrape": {
      given: waiting("950x20 stale 950x40"),
      expect: { "5m30s": "quiet", "8m": "quiet" },
    },
  }),
];
