// The times that panels are asked for, as Grafana chooses them.
import { duration } from "../../components/rules";

/** Unix seconds; the last one is included. */
export interface Times {
  startSeconds: number;
  endSeconds: number;
  stepSeconds: number;
}

/** No point is nearer to the next: how often targets are scraped, unless a data source says otherwise. */
const SCRAPE_SECONDS = 15;

/** The columns of Grafana's grid. */
export const COLUMNS = 24;

/** Of a panel as wide as the page. */
const POINTS = 1_400;

const STEPS = [15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** A point for every pixel of a panel so many columns wide, in round steps at whole multiples of them. */
export function timesOf(lastSeconds: number, nowSeconds: number, columns: number): Times {
  const least = lastSeconds / ((POINTS * columns) / COLUMNS);
  const stepSeconds = STEPS.find((step) => step >= least) ?? Math.ceil(least / 86_400) * 86_400;
  const endSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
  return { startSeconds: endSeconds - Math.floor(lastSeconds / stepSeconds) * stepSeconds, endSeconds, stepSeconds };
}

/** What Grafana's own variables are at these times. */
export function builtInVariables(lastSeconds: number, { stepSeconds }: Times): Record<string, string> {
  return {
    __interval: duration(stepSeconds),
    __interval_ms: String(stepSeconds * 1000),
    // At least four scrapes, so that a rate has its two samples even where a scrape is missed.
    __rate_interval: duration(Math.max(stepSeconds + SCRAPE_SECONDS, 4 * SCRAPE_SECONDS)),
    __range: duration(lastSeconds),
    __range_s: String(lastSeconds),
    __range_ms: String(lastSeconds * 1000),
  };
}
