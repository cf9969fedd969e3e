// Memory and swap.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

/** A host with memory of 100 and what is available of it. */
const memory = (available: string, total = 100): Record<string, string> => ({
  [of("node_memory_MemAvailable_bytes")]: available,
  [of("node_memory_MemTotal_bytes")]: steady(total),
});

/** A host with swap of 100 and what is free of it. */
const swap = (free: string, total = 100): Record<string, string> => ({
  [of("node_memory_SwapFree_bytes")]: free,
  [of("node_memory_SwapTotal_bytes")]: steady(total),
});

const faults = (values: string) => ({ [of("node_vmstat_pgmajfault")]: values });
const kills = (values: string) => ({ [of("node_vmstat_oom_kill")]: values });

export const memoryScenarios: readonly Scenario[] = [
  ...scenarios("NodeMemoryHighUtilization", {
    "warns at 91%": { given: memory(steady(9)), expect: { "4m": "quiet", "6m": ["warning"] } },
    "is critical at 96%, and resolves at 50%": {
      given: memory("4x40 50x40"),
      expect: { "30s": "quiet", "90s": ["critical"], "6m": ["critical", "warning"], "12m": "quiet" },
    },
    "stays quiet at 89%": { given: memory(steady(11)), expect: { "5m": "quiet", "15m": "quiet" } },
    "stays quiet on a total of 0": { given: memory(steady(0), 0), expect: { "5m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("NodeMemoryMajorPagesFaults", {
    "warns at 600 faults a second, and resolves": {
      given: faults(growingThenStill(600)),
      expect: { "9m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 490": { given: faults(growing(490)), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet when the host restarts": {
      given: faults("9000000+1500x80 0+1500x160"),
      expect: { "20m": "quiet", "22m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("NodeOomKillDetected", {
    "warns a minute after the first kill, and resolves five minutes after it": {
      given: kills("3x8 4x60"),
      expect: { "3m": "quiet", "4m": ["warning"], "8m": "quiet" },
    },
    "stays quiet on kills of long ago": { given: kills(steady(3)), expect: { "5m": "quiet", "15m": "quiet" } },
    "stays quiet when the host restarts": {
      given: kills("3x20 0x60"),
      expect: { "5m": "quiet", "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("NodeSwapIsFillingUp", {
    "warns at 85%, and resolves": {
      given: swap("15x60 90x60"),
      expect: { "9m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at 79%": { given: swap(steady(21)), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet without swap": { given: swap(steady(0), 0), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
];
