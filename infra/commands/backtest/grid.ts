// The times at which a backtest evaluates, and how they are asked for.

/** Times in Unix seconds, the last one included, a step apart. */
export interface Grid {
  startSeconds: number;
  endSeconds: number;
  stepSeconds: number;
}

/** No expression is evaluated more often than this in one backtest. */
const EVALUATIONS = 10_000;

/** Prometheus refuses answers with more than 11,000 points a series; smaller ones keep its memory and our waiting low. */
const POINTS_OF_CHUNK = 2_500;

const DAY_SECONDS = 86_400;

/**
 * The evaluation interval, or as many whole ones as keep within `most` evaluations, 10,000 where left out. The end is the last multiple of the
 * step, so that a repeated backtest evaluates at the same times.
 */
export function gridOf(days: number, evaluationSeconds: number, nowSeconds: number, most = EVALUATIONS): Grid {
  const least = (days * DAY_SECONDS) / most;
  const stepSeconds = Math.max(1, Math.ceil(least / evaluationSeconds)) * evaluationSeconds;
  const endSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
  const steps = Math.floor((days * DAY_SECONDS) / stepSeconds);
  return { startSeconds: endSeconds - steps * stepSeconds, endSeconds, stepSeconds };
}

/** The grid without its times before another one; undefined where nothing remains. */
export function since(grid: Grid, seconds: number): Grid | undefined {
  const steps = Math.max(0, Math.ceil((seconds - grid.startSeconds) / grid.stepSeconds));
  const startSeconds = grid.startSeconds + steps * grid.stepSeconds;
  return startSeconds <= grid.endSeconds ? { ...grid, startSeconds } : undefined;
}

/** The grid in pieces of at most 2,500 times, each time in exactly one. */
export function chunksOf({ startSeconds, endSeconds, stepSeconds }: Grid): Grid[] {
  const chunks: Grid[] = [];
  for (let start = startSeconds; start <= endSeconds; start += POINTS_OF_CHUNK * stepSeconds) {
    const last = start + (POINTS_OF_CHUNK - 1) * stepSeconds;
    chunks.push({ startSeconds: start, endSeconds: Math.min(last, endSeconds), stepSeconds });
  }
  return chunks;
}
