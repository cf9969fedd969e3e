// Disks and RAID arrays.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

const DISK = 'device="sda"';
const ARRAY = 'device="md0"';

/** Requests per second of a kind, and the seconds spent in them per second. */
const requests = (kind: "read" | "write", perSecond: number, secondsPerSecond: number, values = growing) => ({
  [of(`node_disk_${kind}s_completed_total`, DISK)]: values(perSecond),
  [of(`node_disk_${kind}_time_seconds_total`, DISK)]: values(secondsPerSecond),
});

const slow = (alert: string, kind: "read" | "write"): Scenario[] =>
  scenarios(alert, {
    [`warns when a ${kind} takes 120 ms, and resolves`]: {
      given: requests(kind, 10, 1.2, growingThenStill),
      expect: { "4m": "quiet", "6m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 95 ms": { given: requests(kind, 10, 0.95), expect: { "12m": "quiet", "20m": "quiet" } },
    [`stays quiet on a slow ${kind} every two seconds`]: {
      given: requests(kind, 0.5, 0.5),
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet on an idle disk": { given: requests(kind, 0, 0), expect: { "12m": "quiet", "20m": "quiet" } },
  });

/** An array of two disks, and how many of them are in each state. */
const array = (active: string, failed: string): Record<string, string> => ({
  [of("node_md_disks_required", ARRAY)]: steady(2),
  [of("node_md_disks", `${ARRAY},state="active"`)]: active,
  [of("node_md_disks", `${ARRAY},state="failed"`)]: failed,
});

export const diskScenarios: readonly Scenario[] = [
  ...scenarios("NodeDiskIOSaturation", {
    "warns at 12 waiting requests, and resolves": {
      given: { [of("node_disk_io_time_weighted_seconds_total", DISK)]: growingThenStill(12) },
      expect: { "9m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9": {
      given: { [of("node_disk_io_time_weighted_seconds_total", DISK)]: growing(9) },
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet when the host restarts": {
      given: { [of("node_disk_io_time_weighted_seconds_total", DISK)]: "900000+15x80 0+15x160" },
      expect: { "20m": "quiet", "25m": "quiet", "30m": "quiet" },
    },
  }),
  ...slow("NodeUnusualDiskReadLatency", "read"),
  ...slow("NodeUnusualDiskWriteLatency", "write"),
  ...scenarios("NodeRAIDDegraded", {
    "is critical when one of two disks is missing, and resolves when it is back": {
      given: array("2x8 1x20 2x60", steady(0)),
      expect: { "150s": "quiet", "4m": ["critical"], "9m": "quiet" },
    },
    "stays quiet with both disks": { given: array(steady(2), steady(0)), expect: { "5m": "quiet", "15m": "quiet" } },
    "stays quiet on a failed spare": { given: array(steady(2), steady(1)), expect: { "5m": "quiet", "15m": "quiet" } },
  }),
  ...scenarios("NodeRAIDDiskFailure", {
    "warns on a failed disk, and resolves when it is replaced": {
      given: array(steady(2), "0x8 1x20 0x60"),
      expect: { "150s": "quiet", "4m": ["warning"], "9m": "quiet" },
    },
    "stays quiet without one": { given: array(steady(1), steady(0)), expect: { "5m": "quiet", "15m": "quiet" } },
  }),
];
