// How traces are kept, as part of what watches an environment.
import { seconds } from "../../rules";
import type { Settings } from "../settings/schema";
import { type ExistingTraceStore, existingTraceStore } from "../stores/existing";
import type { Traces } from "./settings";

export interface WatchedTraces {
  /** Of the store that runs beside the other parts. */
  retention?: string;
  /** The store that exists, in its place. */
  existing?: ExistingTraceStore;
  /** Percent of the traces that nothing else speaks for. */
  sharePercent: number;
  /** Spans a second that the share may come to, and as many that are always kept. */
  maxSpansPerSecond: number;
  /** Gigabytes that wait on disk for each store. */
  queue: number;
  /** That services say they send, before sampling. */
  spansPerSecond: number;
}

type Services = Settings["services"];

export function watchedTraces(traces: Traces, services: Services): WatchedTraces {
  const { retention, sharePercent, maxSpansPerSecond, queue } = traces;
  const existing = existingTraceStore({ traces });
  return {
    ...(existing ? { existing } : { retention }),
    ...{ sharePercent, maxSpansPerSecond, queue, spansPerSecond: spansPerSecond(services) },
  };
}

/** Of all services together. */
const spansPerSecond = (services: Services): number =>
  services.reduce((sum, one) => sum + (one.spansPerSecond ?? 0), 0);

/** Spans a second that the share comes to; what is always kept is beside that. */
export const keptPerSecond = ({ sharePercent }: Pick<Traces, "sharePercent">, services: Services): number =>
  (spansPerSecond(services) * sharePercent) / 100;

/**
 * Bytes of a span in Badger, compressed and with its indices, at the least: 120,000 spans of Jaeger's own size, ten to a trace, with three
 * to seven attributes that repeat themselves, took 20.3 MB.
 */
const BYTES_OF_SPAN = 170;

/** Gigabytes that the share takes when as much is deleted as comes, at the least. */
export const storedGigabytes = (traces: Pick<Traces, "sharePercent" | "retention">, services: Services): number =>
  (keptPerSecond(traces, services) * seconds(traces.retention) * BYTES_OF_SPAN) / 1e9;
