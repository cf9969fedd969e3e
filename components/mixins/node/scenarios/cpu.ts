// What the CPUs do with their time.
import { type Scenario, scenarios } from "../../../rules";
import { growing, of, steady } from "./series";

const cpu = (mode: string) => of("node_cpu_seconds_total", `cpu="0",mode="${mode}"`);

/** A CPU that spends a share of its time in a mode, and the rest idle. */
const spends = (share: number, mode: string): Record<string, string> => ({
  [cpu(mode)]: growing(share),
  [cpu("idle")]: growing(1 - share),
});

/** The same for twenty minutes, then idle. */
const spendsFor20Minutes = (share: number, mode: string): Record<string, string> => ({
  [cpu(mode)]: `0+${15 * share}x80 ${15 * share * 80}x160`,
  [cpu("idle")]: `0+${15 * (1 - share)}x80 ${15 * (1 - share) * 80}+15x160`,
});

/** The same through a restart of the host after twenty minutes. */
const spendsThroughRestart = (share: number, mode: string): Record<string, string> => ({
  [cpu(mode)]: `0+${15 * share}x80 0+${15 * share}x160`,
  [cpu("idle")]: `0+${15 * (1 - share)}x80 0+${15 * (1 - share)}x160`,
});

/** A load on a host with two CPUs. */
const load = (values: string): Record<string, string> => ({
  [of("node_load1")]: values,
  [of("node_cpu_seconds_total", 'cpu="0",mode="idle"')]: growing(0.5),
  [of("node_cpu_seconds_total", 'cpu="1",mode="idle"')]: growing(0.5),
});

export const cpuScenarios: readonly Scenario[] = [
  ...scenarios("NodeCPUHighUsage", {
    "warns within three minutes when the CPUs work 85% of the time": {
      given: spends(0.85, "user"),
      expect: { "2m": "quiet", "3m": ["warning"] },
    },
    "stays quiet at 79%, on a host just added as well": {
      given: spends(0.79, "user"),
      expect: { "150s": "quiet", "3m": "quiet", "5m": "quiet", "20m": "quiet" },
    },
    "counts waiting for disks as idle": { given: spends(0.95, "iowait"), expect: { "5m": "quiet", "15m": "quiet" } },
    "stays quiet when the host restarts": {
      given: spendsThroughRestart(0.7, "user"),
      expect: { "20m": "quiet", "21m": "quiet", "22m": "quiet", "25m": "quiet" },
    },
    "resolves when the work is done": {
      given: spendsFor20Minutes(0.95, "user"),
      expect: { "19m": ["warning"], "30m": "quiet" },
    },
  }),
  ...scenarios("NodeCPUHighIowait", {
    "warns when the CPUs wait 25% of the time, and resolves": {
      given: spendsFor20Minutes(0.25, "iowait"),
      expect: { "9m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 19%": { given: spends(0.19, "iowait"), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("NodeCPUStealNoisyNeighbor", {
    "warns when the hypervisor keeps 12%, and resolves": {
      given: spendsFor20Minutes(0.12, "steal"),
      expect: { "9m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9%": { given: spends(0.09, "steal"), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("NodeSystemSaturation", {
    "warns at 2.5 tasks a CPU, and resolves": {
      given: load("5x80 1x160"),
      expect: { "9m": "quiet", "11m": ["warning"], "21m": "quiet" },
    },
    "stays quiet at 1.9 tasks a CPU": { given: load(steady(3.8)), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
];
