// What containers use of CPU, memory and disk.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, HOST_CPUS, of, SEEN, seenFor, steady } from "./series";

const cpu = (number: number) => of("container_cpu_usage_seconds_total", {}, `cpu="cpu0${number}"`);
const limitOf = (cpus: number) => ({
  [of("container_spec_cpu_quota")]: steady(cpus * 100_000),
  [of("container_spec_cpu_period")]: steady(100_000),
});

/** Ten periods with work a second, and a share of them throttled. */
const throttled = (share: number, periods = 10) => ({
  [of("container_cpu_cfs_throttled_periods_total")]: growing(periods * share),
  [of("container_cpu_cfs_periods_total")]: growing(periods),
});

const GIB = 2 ** 30;

/** Memory in use by time, of a limit. */
const memory = (values: string, limit = 1, seen = SEEN): Record<string, string> => ({
  [of("container_memory_working_set_bytes")]: values,
  [of("container_spec_memory_limit_bytes")]: steady(limit),
  [of("container_last_seen")]: seen,
});

/** The container's layer on a disk of 100 bytes. */
const layer = (values: string, limit = 100): Record<string, string> => ({
  [of("container_fs_usage_bytes", {}, 'device="/dev/vda1"')]: values,
  [of("container_fs_limit_bytes", {}, 'device="/dev/vda1"')]: steady(limit),
  [of("container_last_seen")]: SEEN,
});

export const resourceScenarios: readonly Scenario[] = [
  ...scenarios("ContainerHighCpuUtilization", {
    "warns when it uses 85% of a limit of one CPU, and resolves": {
      given: {
        ...limitOf(1),
        [cpu(0)]: growingThenStill(0.45),
        [cpu(1)]: growingThenStill(0.4),
        [HOST_CPUS]: steady(4),
      },
      expect: { "4m": "quiet", "10m": ["warning"], "20m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 79%": {
      given: { ...limitOf(1), [cpu(0)]: growing(0.79), [HOST_CPUS]: steady(4) },
      expect: { "10m": "quiet", "30m": "quiet" },
    },
    "warns without a limit when it uses 90% of the host's CPUs": {
      given: { [cpu(0)]: growing(1.8), [HOST_CPUS]: steady(2) },
      expect: { "4m": "quiet", "10m": ["warning"] },
    },
    "takes a limit of 0 for none": {
      given: { ...limitOf(0), [cpu(0)]: growing(1.5), [HOST_CPUS]: steady(2) },
      expect: { "10m": "quiet", "30m": "quiet" },
    },
    "stays quiet when the container restarts": {
      given: { ...limitOf(1), [cpu(0)]: "0+10.5x80 0+10.5x160" },
      expect: { "20m": "quiet", "22m": "quiet", "27m": "quiet" },
    },
  }),
  ...scenarios("ContainerHighThrottleRate", {
    "warns when it is stopped in 27% of its periods, and resolves": {
      given: {
        [of("container_cpu_cfs_throttled_periods_total")]: growingThenStill(2.7),
        [of("container_cpu_cfs_periods_total")]: growing(10),
      },
      expect: { "4m": "quiet", "10m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 24%": { given: throttled(0.24), expect: { "10m": "quiet", "30m": "quiet" } },
    "stays quiet when it has hardly any work": {
      given: throttled(0.9, 0.5),
      expect: { "10m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("ContainerHighMemoryUsage", {
    "warns after three minutes at 86% of its limit, and resolves": {
      given: memory(`0.5x20 0.86x20 0.5x100`),
      expect: { "5m": "quiet", "8m": "quiet", "9m": ["warning"], "11m": "quiet" },
    },
    "pages within two minutes at 96%, and falls back to a warning": {
      given: memory("0.5x20 0.96x20 0.9x20 0.5x100"),
      expect: {
        "6m": "quiet",
        "390s": ["critical"],
        "9m": ["critical", "warning"],
        "13m": ["warning"],
        "16m": "quiet",
      },
    },
    "stays quiet at 84%": { given: memory(steady(0.84)), expect: { "5m": "quiet", "30m": "quiet" } },
    "stays quiet without a limit": { given: memory(steady(8 * GIB), 0), expect: { "5m": "quiet", "30m": "quiet" } },
    "ends within 75 seconds when the container is gone, though its last samples stay": {
      given: memory("0.9x40 _x200", 1, seenFor(40)),
      expect: { "10m": ["warning"], "675s": "quiet", "14m": "quiet" },
    },
    "forgets what a container used before it was restarted": {
      given: {
        ...memory("0.94x18 _x200", 1, seenFor(18)),
        [of("container_memory_working_set_bytes", { restarts: 1 })]: "_x19 0.3x200",
        [of("container_spec_memory_limit_bytes", { restarts: 1 })]: "_x19 1x200",
        [of("container_last_seen", { restarts: 1 })]: "_x19 285+15x200",
      },
      expect: { "4m30s": ["warning"], "6m": "quiet", "8m": "quiet" },
    },
    "keeps its warning through one missed scrape": {
      given: memory("0.9x20 _ 0.9x100", 1, "0+15x20 _ 330+15x100"),
      expect: { "4m": ["warning"], "315s": ["warning"], "6m": ["warning"] },
    },
  }),
  ...scenarios("ContainerOomKilled", {
    "warns at once when a process is killed, and ends when none was for five minutes": {
      given: { [of("container_oom_events_total")]: "0x20 1x100" },
      expect: { "5m": "quiet", "330s": ["warning"], "9m": ["warning"], "11m": "quiet" },
    },
    "stays quiet when no process is killed, as after a restart of cAdvisor": {
      given: { [of("container_oom_events_total")]: "3x20 0x100" },
      expect: { "4m": "quiet", "6m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("ContainerVolumeUsage", {
    "warns when its layer takes 55% of the disk for ten minutes, and resolves": {
      given: layer("10x20 55x60 10x100"),
      expect: { "14m": "quiet", "16m": ["warning"], "19m": ["warning"], "21m": "quiet" },
    },
    "stays quiet at 49%": { given: layer(steady(49)), expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet where the size of the disk is not known": {
      given: layer(steady(49), 0),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
];
