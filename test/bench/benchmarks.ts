// The table of benchmarks, in the order in which they run.
import { detection } from "./detection";
import { lint } from "./lint";
import { logs } from "./logs";
import { memory } from "./memory";
import { million } from "./million";
import { noise } from "./noise";
import { preview } from "./preview";
import { queries } from "./queries";
import { rules } from "./rules";
import { scale } from "./scale";
import type { Benchmark } from "./shared/benchmark";
import { traces } from "./traces";

export const BENCHMARKS: readonly Benchmark[] = [
  detection,
  queries,
  memory,
  rules,
  million,
  noise,
  preview,
  scale,
  lint,
  logs,
  traces,
];
