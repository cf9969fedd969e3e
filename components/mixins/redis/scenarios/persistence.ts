// Snapshots and the append-only file. Time starts at 0 here, so that what happened before is negative.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

/** When the last snapshot was, how long it took (-1 for never), and the writes since. */
const snapshot = (at: string, took = 2, changes = 500): Record<string, string> => ({
  [of("redis_rdb_last_save_timestamp_seconds")]: at,
  [of("redis_rdb_last_bgsave_duration_sec")]: steady(took),
  [of("redis_rdb_changes_since_last_save")]: steady(changes),
});

/** Whether the last snapshot and the last write to the append-only file succeeded. */
const written = (snapshots: string, appendOnlyFile: string): Record<string, string> => ({
  [of("redis_rdb_last_bgsave_status")]: snapshots,
  [of("redis_aof_last_write_status")]: appendOnlyFile,
});

const DAY = 86_400;

export const persistenceScenarios: readonly Scenario[] = [
  ...scenarios("RedisMissingBackup", {
    "warns a day after the last snapshot, and resolves at the next": {
      given: snapshot(`-${DAY + 60}x20 300x40`),
      expect: { "50s": "quiet", "70s": ["warning"], "6m": "quiet" },
    },
    "is critical after two days": {
      given: snapshot(steady(-2 * DAY - 60)),
      expect: { "50s": "quiet", "70s": ["critical", "warning"] },
    },
    "stays quiet half an hour before the day is over": {
      given: snapshot(steady(-DAY + 1_800)),
      expect: { "2m": "quiet", "25m": "quiet" },
    },
    "stays quiet where nothing was written since": {
      given: snapshot(steady(-3 * DAY), 2, 0),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a cache that takes no snapshots": {
      given: snapshot(steady(-3 * DAY), -1),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("RedisPersistenceFailed", {
    "fires when a snapshot fails, and resolves when one succeeds": {
      given: written("1x3 0x20 1x20", steady(1)),
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "fires when the append-only file cannot be written, and resolves": {
      given: written(steady(1), "1x3 0x20 1x20"),
      expect: { "105s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet while both succeed": {
      given: written(steady(1), steady(1)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a failure of 45 seconds": {
      given: written("1x3 0x2 1x20", steady(1)),
      expect: { "90s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
  }),
];
