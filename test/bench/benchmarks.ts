// The table of benchmarks, in the order in which they run.
import { detection } from "./detection";
import { queries } from "./queries";
import type { Benchmark } from "./shared/benchmark";

export const BENCHMARKS: readonly Benchmark[] = [detection, queries];
