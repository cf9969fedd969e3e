// Each alert of a Node.js process, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../../rules";
import { of, raised, steady } from "./series";

const lag = (values: string) => ({ [of("nodejs_eventloop_lag_p99_seconds")]: values });

const collecting = (values: string): Record<string, string> => ({
  [of("nodejs_gc_duration_seconds_sum", 'kind="major"')]: values,
  [of("nodejs_gc_duration_seconds_sum", 'kind="minor"')]: "0+0.3x240",
});

const memory = (values: string) => ({ [of("process_resident_memory_bytes")]: values });

const descriptors = (open: string, limit = 1000): Record<string, string> => ({
  [of("process_open_fds")]: open,
  [of("process_max_fds")]: steady(limit),
});

const started = (values: string) => ({ [of("process_start_time_seconds")]: values });

export const nodejsScenarios: readonly Scenario[] = [
  ...scenarios("NodejsDown", {
    "pages within 45 seconds when the process does not answer, and resolves": {
      given: { [of("up")]: "1x8 0x8 1x40" },
      expect: { "2m": "quiet", "165s": ["critical"], "4m": ["critical"], "330s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x8 0 1x40" },
      expect: { "135s": "quiet", "150s": "quiet", "165s": "quiet" },
    },
  }),
  ...scenarios("NodejsEventLoopLagHigh", {
    "warns after five minutes at 110 ms, and resolves": {
      given: lag(raised(0.02, 0.11)),
      expect: { "9m": "quiet", "11m": ["warning"], "14m": ["warning"], "16m": "quiet" },
    },
    "pages within two minutes at 550 ms": {
      given: lag(raised(0.02, 0.55)),
      expect: { "5m": "quiet", "390s": ["critical"], "11m": ["critical", "warning"], "16m": "quiet" },
    },
    "warns, and does not page, at 490 ms": {
      given: lag(raised(0.02, 0.49)),
      expect: { "6m30s": "quiet", "9m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at 99 ms": { given: lag(steady(0.099)), expect: { "6m": "quiet", "30m": "quiet" } },
    "stays quiet while a process starts and blocks for 30 seconds": {
      given: lag(raised(0.02, 3, 2)),
      expect: { "330s": "quiet", "6m": "quiet", "11m": "quiet" },
    },
  }),
  ...scenarios("NodejsGarbageCollectionHigh", {
    "warns when 11% of the time goes into collections, and resolves": {
      given: collecting("0+1.35x80 108x160"),
      expect: { "4m": "quiet", "10m": ["warning"], "20m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9%": { given: collecting("0+1.05x240"), expect: { "10m": "quiet", "30m": "quiet" } },
    "stays quiet when the process restarts": {
      given: collecting("0+1.05x80 0+1.05x160"),
      expect: { "20m": "quiet", "22m": "quiet", "27m": "quiet" },
    },
  }),
  ...scenarios("NodejsMemoryHigh", {
    "warns after five minutes at 910 MB, and resolves": {
      given: memory(raised(500e6, 910e6)),
      expect: { "9m": "quiet", "11m": ["warning"], "14m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at 890 MB": { given: memory(steady(890e6)), expect: { "6m": "quiet", "30m": "quiet" } },
    "stays quiet on a peak of four minutes": {
      given: memory(raised(500e6, 2e9, 16)),
      expect: { "9m": "quiet", "10m": "quiet", "12m": "quiet" },
    },
  }),
  ...scenarios("NodejsFileDescriptorLimit", {
    "warns when 85% are open, and resolves": {
      given: descriptors(raised(50, 850)),
      expect: { "9m": "quiet", "11m": ["warning"], "14m": ["warning"], "16m": "quiet" },
    },
    "pages within two minutes at 96%": {
      given: descriptors(raised(50, 960)),
      expect: { "5m": "quiet", "390s": ["critical"], "11m": ["critical", "warning"], "16m": "quiet" },
    },
    "stays quiet at 79%": { given: descriptors(steady(790)), expect: { "6m": "quiet", "30m": "quiet" } },
    "stays quiet where the limit is 0": {
      given: descriptors(steady(790), 0),
      expect: { "6m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("NodejsRestarting", {
    "warns at the third start in 15 minutes, and resolves": {
      given: started("1000x11 2000x11 3000x11 4000x120"),
      expect: { "8m": "quiet", "10m": ["warning"], "17m": ["warning"], "25m": "quiet" },
    },
    "stays quiet at 2 restarts in 15 minutes": {
      given: started("1000x11 2000x11 3000x120"),
      expect: { "4m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: started("1000x20 _ 1000x100"),
      expect: { "5m": "quiet", "6m": "quiet", "20m": "quiet" },
    },
  }),
];
