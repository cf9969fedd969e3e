// How much memory Prometheus takes besides what it needs.

/**
 * By how many per cent the heap may grow before it is collected (Go's GOGC). Go's default of 100 has as much garbage as
 * content; this saves three tenths of the resident memory and takes half as much of the processor again: with fifty services
 * 9 % of a core instead of 6 % (BENCHMARKS.md, memory).
 */
export const GARBAGE_PERCENT = 25;

/** The environment of every Prometheus process. */
export const PROMETHEUS_ENVIRONMENT: Record<string, string> = { GOGC: String(GARBAGE_PERCENT) };
