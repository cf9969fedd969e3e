// How traces are kept, as part of what watches an environment.
import type { Traces } from "./settings";

export interface WatchedTraces {
  retention: string;
  /** Percent of the traces that nothing else speaks for. */
  sharePercent: number;
  /** Spans a second that the share may come to, and as many that are always kept. */
  maxSpansPerSecond: number;
  /** Gigabytes that wait on disk for each store. */
  queue: number;
}

export const watchedTraces = ({ retention, sharePercent, maxSpansPerSecond, queue }: Traces): WatchedTraces => ({
  retention,
  sharePercent,
  maxSpansPerSecond,
  queue,
});
