// How much memory Prometheus takes besides what it needs.

/** Prometheus' own, since version 3. */
const OWN_PERCENT = 75;

/**
 * Up to so many expected series less. Memory is saved and paid for with processor time: a small estate has plenty of that (with
 * fifty services, 20 takes a third less memory than 100, and a tenth of a core), of a large one the rules would take too long
 * (BENCHMARKS.md, memory and rules).
 */
const SMALLER = [
  { series: 40_000, percent: 20 },
  { series: 80_000, percent: 40 },
] as const;

/**
 * By how many per cent the heap of a Prometheus may grow before it is collected: Go's GOGC.
 * @param series That it is expected to have.
 */
export function garbagePercent(series: number): number {
  return SMALLER.find((step) => series <= step.series)?.percent ?? OWN_PERCENT;
}

/** The environment of a Prometheus process with so many expected series. */
export const prometheusEnvironment = (series: number): Record<string, string> => ({
  GOGC: String(garbagePercent(series)),
});
