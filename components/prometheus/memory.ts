// How much memory Prometheus takes besides what it needs.

/**
 * By how many per cent the heap may grow before it is collected (Go's GOGC). Go's default of 100 has as much garbage as
 * content; this saves a quarter of the resident memory for some more of the processor's time (BENCHMARKS.md, memory).
 */
export const GARBAGE_PERCENT = 40;

/** The environment of every Prometheus process. */
export const PROMETHEUS_ENVIRONMENT: Record<string, string> = { GOGC: String(GARBAGE_PERCENT) };
