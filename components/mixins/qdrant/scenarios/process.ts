// Whether a node answers, and the limits of its process.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

const files = (open: string, limit = 1_000): Record<string, string> => ({
  [of("process_open_fds")]: open,
  [of("process_max_fds")]: steady(limit),
});

const mapped = (open: string, limit = 65_530): Record<string, string> => ({
  [of("process_open_mmaps")]: open,
  [of("system_max_mmaps")]: steady(limit),
});

export const processScenarios: readonly Scenario[] = [
  ...scenarios("QdrantDown", {
    "fires within 45 seconds of the node going away, and resolves when it is back": {
      given: { [of("up")]: "1x3 0x8 1x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x3 0 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("QdrantQuotaExceeded", {
    "fires when the quota of the disk is used up, and resolves when there is room": {
      given: { [of("quota_exceeded", 'resource="disk"')]: "0x3 1x20 0x40" },
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet below the quota, and on a touch of 45 seconds": {
      given: { [of("quota_exceeded", 'resource="memory"')]: "0x3 1x2 0x40" },
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("QdrantRecoveryMode", {
    "warns after five minutes, and resolves when Qdrant runs as usual": {
      given: { [of("app_status_recovery_mode")]: "1x40 0x40" },
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet as usual": {
      given: { [of("app_status_recovery_mode")]: steady(0) },
      expect: { "6m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("QdrantTooManyOpenFiles", {
    "warns at 85%, and resolves": {
      given: files("850x40 200x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 79%": { given: files(steady(790)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: files(steady(850), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("QdrantTooManyMappedFiles", {
    "warns at 84%, and resolves": {
      given: mapped("55000x40 20000x40"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 78%": { given: mapped(steady(51_000)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: mapped(steady(55_000), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
];
