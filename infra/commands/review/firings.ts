// What fired, from the series that Prometheus writes of every alert.
import { NOTIFICATION_TIMING, SEVERITIES, seconds } from "../../../components/rules";
import { firingIntervals, type Interval } from "../backtest/firing";
import type { Grid } from "../backtest/grid";
import type { History } from "../backtest/history";

const FIRING = 'ALERTS{alertstate="firing"}';

/** One series of an alert that fired once: Unix seconds, from the first evaluation that fires to the first that does not. */
export interface Firing extends Interval {
  alert: string;
  severity: string;
  /** The owner; empty where the alert names none. */
  team: string;
  /** Which series of the alert, the same for all of its firings. */
  series: string;
  /** Whether it fires still. */
  isOpen: boolean;
}

/** Every firing within the grid, by series and in time. What is not an end of the series is missed below one step. */
export async function firingsIn(history: History, grid: Grid): Promise<Firing[]> {
  const present = await history.presence(FIRING, grid);
  return [...present].flatMap(([series, times]) => {
    const labels = new Map(JSON.parse(series) as [string, string][]);
    const about = {
      alert: labels.get("alertname") ?? "",
      severity: labels.get("severity") ?? "",
      team: labels.get("team") ?? "",
      series,
    };
    const ofOne = firingIntervals(times, { forSeconds: 0, keepFiringForSeconds: 0 }, grid);
    return ofOne.map((interval): Firing => ({ ...about, ...interval, isOpen: interval.to > grid.endSeconds }));
  });
}

/** How long a firing has to last until it is sent; 0 for a severity that has no timing. */
export function groupWaitOf(severity: string): number {
  const known = SEVERITIES.find((one) => one === severity);
  return known ? seconds(NOTIFICATION_TIMING[known].groupWait) : 0;
}
