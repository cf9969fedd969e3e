// The table of benchmarks, in the order in which they run.
import { queries } from "./queries";
import type { Benchmark } from "./shared/benchmark";

export const BENCHMARKS: readonly Benchmark[] = [queries];
