// Two weeks of a cache that is short of memory for a few minutes again and again, and twice for hours; what it fired, as Prometheus
// would have written it.
import type { Past } from "../backtest/past";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

export const NOW = 1_790_000_000;
export const FROM = NOW - 14 * DAY;

/** Of the rule as it is: the condition holds so long before it fires. */
const WAITS = 5 * MINUTE;

export interface Time {
  from: number;
  to: number;
}

/** Every six hours for seven minutes. */
export const BURSTS: readonly Time[] = Array.from({ length: 52 }, (_, index) => {
  const from = FROM + 3 * HOUR + index * 6 * HOUR;
  return { from, to: from + 7 * MINUTE };
});

/** What somebody had to act on. */
export const INCIDENTS: readonly Time[] = [3, 10].map((day) => {
  const from = FROM + day * DAY + 5 * HOUR;
  return { from, to: from + 2 * HOUR };
});

const isWithin = (times: readonly Time[], at: number) => times.some(({ from, to }) => at >= from && at < to);

const CACHE = 'instance="cache-1",job="redis",service="cache",team="shop"';
const ALERT = `alertname="RedisOutOfConfiguredMaxmemory",alertstate="firing",severity="warning",${CACHE}`;
/** Fires from the first day on, and nobody looks at it any more. */
const CONSTANT =
  'alertname="RedisHitRateLow",alertstate="firing",severity="warning",instance="cache-2",job="redis",service="cache",team="shop"';

const TIMES = [...BURSTS, ...INCIDENTS];

export const FORTNIGHT = {
  fromSeconds: FROM,
  toSeconds: NOW,
  series: {
    up: [[CACHE, () => 1]],
    redis_memory_used_bytes: [[CACHE, (at) => (isWithin(TIMES, at) ? 900 : 500)]],
    redis_memory_max_bytes: [[CACHE, () => 1_000]],
    ALERTS: [
      [ALERT, (at) => (isWithin(TIMES, at) && isWithin(TIMES, at - WAITS) ? 1 : undefined)],
      [CONSTANT, (at) => (at > FROM + DAY ? 1 : undefined)],
    ],
  },
} satisfies Past;
