// The times of a review: as far back as the history reaches.
import { type Grid, gridOf, since } from "../backtest/grid";
import type { History } from "../backtest/history";

/** Whole grids of a fortnight at half a minute: the series of alerts are few, and what is between two times is not seen. */
const EVALUATIONS = 50_000;

/** Of every target, and so a sign of how far the history reaches. */
const EVERYWHERE = "up";

export interface Times {
  days: number;
  evaluationSeconds: number;
  /** Unix seconds. */
  now: number;
}

/** Throws where Prometheus does not answer, or has no history in that time. */
export async function reachedBy(history: History, url: string, { days, evaluationSeconds, now }: Times): Promise<Grid> {
  const whole = gridOf(days, evaluationSeconds, now, EVALUATIONS);
  const begins = (await history.since([EVERYWHERE], whole)).get(EVERYWHERE);
  const grid = begins === undefined ? undefined : since(whole, begins);
  if (!grid) throw new Error(`${url} has no history of the last ${days} days: it has no series \`${EVERYWHERE}\``);
  return grid;
}
