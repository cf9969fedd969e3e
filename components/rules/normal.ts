// What a healthy target shows: plausible values over time, for the sample-metrics generator and for the noise test.

/** A moment in the life of a process: both times in seconds since 1970. */
export interface Moment {
  now: number;
  /** When the process started; its counters began at 0 then. */
  start: number;
}

/** The value of one series at a moment. */
export type Course = (moment: Moment) => number;

/** How the observations of a histogram or a summary are spread: log-normally around a median. */
export interface Distribution {
  perSecond: number;
  median: number;
  /** Standard deviation of the logarithm: at 0.5, one observation in twenty is above 2.3 times the median. */
  spread: number;
  /** Upper bounds of the buckets without +Inf; the quantiles of a summary. */
  bounds: readonly number[];
}

/** What one metric shows: a course without labels, or one for each set of labels. An empty list shows nothing. */
export type Shown =
  | Course
  | Distribution
  | readonly (readonly [Readonly<Record<string, string>>, Course | Distribution])[];

/** What one healthy target shows, by metric. */
export type Normal = Readonly<Record<string, Shown>>;

const DAY = 86_400;
const TAU = 2 * Math.PI;

/** Waves in the traffic of a week: period and share of the mean. The day's peak is at three in the afternoon, UTC. */
const WAVES = [
  { period: DAY, share: 0.35, peak: 0.625 * DAY },
  { period: 7 * DAY, share: 0.08, peak: 5 * DAY },
  { period: 3_700, share: 0.05, peak: 0 },
  { period: 430, share: 0.03, peak: 0 },
] as const;

/** The traffic at a time as a share of its mean: 0.5 at night, 1.5 on a busy afternoon. */
function load(now: number): number {
  return 1 + WAVES.reduce((sum, { period, share, peak }) => sum + share * Math.cos((TAU * (now - peak)) / period), 0);
}

/** Its integral, so that a counter is known at any time without having counted. */
function loadUntil(now: number): number {
  return (
    now +
    WAVES.reduce(
      (sum, { period, share, peak }) => sum + ((share * period) / TAU) * Math.sin((TAU * (now - peak)) / period),
      0,
    )
  );
}

/** The same value at all times. */
export const always =
  (value: number): Course =>
  () =>
    value;

/** A gauge that follows the traffic: `swing` is the share of its mean that depends on it. */
export const around =
  (mean: number, swing = 0.3): Course =>
  ({ now }) =>
    mean * (1 + swing * (load(now) - 1));

/** A gauge of whole things that follows the traffic. */
export const about =
  (mean: number, swing = 0.3): Course =>
  (moment) =>
    Math.round(around(mean, swing)(moment));

/** A counter that follows the traffic, with so much a second on average. */
export const traffic =
  (perSecond: number): Course =>
  ({ now, start }) =>
    perSecond * (loadUntil(now) - loadUntil(start));

/** A counter of what happens at its own pace, whatever the traffic. */
export const steadily =
  (perSecond: number): Course =>
  ({ now, start }) =>
    perSecond * (now - start);

/** A counter of what happens every so many seconds, and one at a time. */
export const every =
  (seconds: number): Course =>
  ({ now, start }) =>
    Math.floor((now - start) / seconds);

/** A time so many seconds ago, of something that is done again and again; negative in the future. */
export const ago =
  (seconds: number): Course =>
  ({ now }) =>
    now - seconds;

/** The time at which the process started. */
export const startTime: Course = ({ start }) => start;

/** The time since the process started. */
export const uptime: Course = ({ now, start }) => now - start;

/** The buckets that client libraries have by default, for durations in seconds. */
export const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Observations of a histogram or a summary; they follow the traffic. */
export const observed = (args: Partial<Distribution> & Pick<Distribution, "perSecond" | "median">): Distribution => ({
  spread: 0.5,
  bounds: DEFAULT_BUCKETS,
  ...args,
});

/** The share of a distribution's observations that are at most `value`. */
export function shareUpTo({ median, spread }: Distribution, value: number): number {
  return value <= 0 ? 0 : standardNormal(Math.log(value / median) / spread);
}

/** The value that a share of a distribution's observations do not exceed, to a thousandth. */
export function quantileOf(distribution: Distribution, share: number): number {
  let [low, high] = [distribution.median / 1e4, distribution.median * 1e4];
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if (shareUpTo(distribution, middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** The sum of a distribution's observations up to a moment. */
export function sumOf({ perSecond, median, spread }: Distribution, moment: Moment): number {
  return traffic(perSecond)(moment) * median * Math.exp(spread ** 2 / 2);
}

/** The cumulative distribution of the standard normal, by the logistic approximation of Bowling and others (2009): within 0.0002. */
function standardNormal(z: number): number {
  return 1 / (1 + Math.exp(-0.07056 * z ** 3 - 1.5976 * z));
}
