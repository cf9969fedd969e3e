// Filesystems that are full, fill up, or cannot be read: the same for space and for inodes.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

const DISK = 'device="/dev/sda1",fstype="ext4",mountpoint="/"';

/** A filesystem of size 100 with what is free of its space. */
const space = (free: string): Record<string, string> => ({
  [of("node_filesystem_avail_bytes", DISK)]: free,
  [of("node_filesystem_size_bytes", DISK)]: "100x400",
  [of("node_filesystem_readonly", DISK)]: "0x400",
});

/** A filesystem with 100 inodes and what is free of them. */
const inodes = (free: string): Record<string, string> => ({
  [of("node_filesystem_files_free", DISK)]: free,
  [of("node_filesystem_files", DISK)]: "100x400",
  [of("node_filesystem_readonly", DISK)]: "0x400",
});

/** How full it is, right now. */
const almostOut = (alert: string, what: typeof space, total: string): Scenario[] =>
  scenarios(alert, {
    "warns at 9% free": { given: what(steady(9)), expect: { "9m": "quiet", "11m": ["warning"] } },
    "is critical at 2%, and resolves at 50%": {
      given: what("2x60 50x60"),
      expect: { "30s": "quiet", "90s": ["critical"], "12m": ["critical", "warning"], "17m": "quiet" },
    },
    "stays quiet at 10%": { given: what(steady(10)), expect: { "12m": "quiet", "20m": "quiet" } },
    "stays quiet on a read-only filesystem": {
      given: { ...what(steady(0)), [of("node_filesystem_readonly", DISK)]: steady(1) },
      expect: { "12m": "quiet", "20m": "quiet" },
    },
    "stays quiet where the total is 0": {
      given: { ...what(steady(0)), [of(total, DISK)]: steady(0) },
      expect: { "12m": "quiet", "20m": "quiet" },
    },
  });

/** How soon it is full; a sample a minute, because trends take hours. */
const fillingUp = (alert: string, what: typeof space): Scenario[] =>
  scenarios(alert, {
    "warns an hour into a trend that ends in 20 hours": {
      interval: "1m",
      given: what("38-0.03x80"),
      expect: { "55m": "quiet", "72m": ["warning"] },
    },
    "is critical where the trend ends in three hours, and resolves when there is space": {
      interval: "1m",
      given: what("37-0.15x80 60x20"),
      expect: { "3630s": "quiet", "63m": ["critical"], "75m": ["critical", "warning"], "82m": "quiet" },
    },
    "stays quiet where the trend ends in 25 hours": {
      interval: "1m",
      given: what("39.9-0.0248x80"),
      expect: { "72m": "quiet", "80m": "quiet" },
    },
    "stays quiet on a fast trend with more than 40% free": {
      interval: "1m",
      given: what("90-0.2x80"),
      expect: { "72m": "quiet", "80m": "quiet" },
    },
    "stays quiet on a burst of writes in the first minutes of a host": {
      interval: "1m",
      given: what("38-1.6x5 30x80"),
      expect: { "3m": "quiet", "15m": "quiet", "45m": "quiet", "65m": "quiet", "80m": "quiet" },
    },
    "is quiet again an hour after a burst of writes": {
      interval: "1m",
      given: what("39x60 31x80"),
      expect: { "55m": "quiet", "125m": "quiet", "130m": "quiet" },
    },
  });

export const filesystemScenarios: readonly Scenario[] = [
  ...almostOut("NodeFilesystemAlmostOutOfSpace", space, "node_filesystem_size_bytes"),
  ...fillingUp("NodeFilesystemSpaceFillingUp", space),
  ...almostOut("NodeFilesystemAlmostOutOfFiles", inodes, "node_filesystem_files"),
  ...fillingUp("NodeFilesystemFilesFillingUp", inodes),
  ...scenarios("NodeFilesystemDeviceError", {
    "fires when the filesystem cannot be read, and resolves when it can": {
      given: { [of("node_filesystem_device_error", DISK)]: "0x3 1x20 0x20" },
      expect: { "45s": "quiet", "150s": ["critical"], "7m": "quiet" },
    },
    "stays quiet on an error of 30 seconds": {
      given: { [of("node_filesystem_device_error", DISK)]: "0x3 1x1 0x20" },
      expect: { "75s": "quiet", "100s": "quiet", "3m": "quiet" },
    },
    "stays quiet on a filesystem in memory": {
      given: {
        [of("node_filesystem_device_error", 'device="tmpfs",fstype="tmpfs",mountpoint="/run/user/1000"')]: steady(1),
      },
      expect: { "5m": "quiet", "20m": "quiet" },
    },
  }),
];
