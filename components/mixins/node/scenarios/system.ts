// Files, clock, units, and what scripts report.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

/** A host that allows 100 open files. */
const openFiles = (allocated: string, maximum = 100): Record<string, string> => ({
  [of("node_filefd_allocated")]: allocated,
  [of("node_filefd_maximum")]: steady(maximum),
});

const offset = (values: string) => ({ [of("node_timex_offset_seconds")]: values });

const clock = (synchronised: string, maximumError: number): Record<string, string> => ({
  [of("node_timex_sync_status")]: synchronised,
  [of("node_timex_maxerror_seconds")]: steady(maximumError),
});

const unit = (state: string, values: string) => ({
  [of("node_systemd_unit_state", `name="nginx.service",state="${state}",type="notify"`)]: values,
});

const restarts = (values: string) => ({
  [of("node_systemd_service_restart_total", 'name="nginx.service"')]: values,
});

const unreadable = (values: string) => ({ [of("node_textfile_scrape_error")]: values });

export const systemScenarios: readonly Scenario[] = [
  ...scenarios("NodeFileDescriptorLimit", {
    "warns at 75%": { given: openFiles(steady(75)), expect: { "9m": "quiet", "11m": ["warning"] } },
    "is critical at 92%, and resolves at 20%": {
      given: openFiles("92x60 20x60"),
      expect: { "30s": "quiet", "90s": ["critical"], "11m": ["critical", "warning"], "17m": "quiet" },
    },
    "stays quiet at 69%": { given: openFiles(steady(69)), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet on a limit of 0": { given: openFiles(steady(0), 0), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("NodeClockSkewDetected", {
    "warns when the clock is 60 ms ahead, and resolves": {
      given: offset("0.06x60 0x60"),
      expect: { "9m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "warns when the clock is 60 ms behind": { given: offset(steady(-0.06)), expect: { "11m": ["warning"] } },
    "stays quiet at 49 ms": { given: offset(steady(0.049)), expect: { "12m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("NodeClockNotSynchronising", {
    "warns when the kernel no longer trusts the clock, and resolves": {
      given: clock("0x60 1x60", 16),
      expect: { "9m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at an error of 15 seconds": {
      given: clock(steady(0), 15),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the clock was synchronised once in five minutes": {
      given: clock("0x14 1 0x18 1 0x18 1 0x18 1 0x10", 16),
      expect: { "11m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("NodeSystemdServiceFailed", {
    "warns when systemd gives up on a unit, and resolves": {
      given: unit("failed", "0x4 1x40 0x40"),
      expect: { "5m": "quiet", "7m": ["warning"], "13m": "quiet" },
    },
    "stays quiet on a unit that is stopped": {
      given: unit("inactive", steady(1)),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet on a failure of four minutes": {
      given: unit("failed", "0x4 1x16 0x40"),
      expect: { "5m": "quiet", "6m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("NodeSystemdServiceCrashlooping", {
    // At 40 seconds a sample, no window of a quarter of an hour is covered whole, as on a real host.
    "warns at four restarts, and resolves 25 minutes later": {
      interval: "40s",
      given: restarts("1x3 2 3 4 5x60"),
      expect: { "9m": "quiet", "10m": ["warning"], "28m": "quiet" },
    },
    "stays quiet at three restarts": {
      interval: "40s",
      given: restarts("1x3 2 3 4x60"),
      expect: { "9m": "quiet", "12m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("NodeTextFileCollectorScrapeError", {
    "warns when a file cannot be read, and resolves": {
      given: unreadable("1x60 0x60"),
      expect: { "9m": "quiet", "11m": ["warning"], "16m": "quiet" },
    },
    "stays quiet on files that can be read": {
      given: unreadable(steady(0)),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
  }),
];
