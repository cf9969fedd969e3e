// Each alert on logs, proven: lines in, alerts out. Tests play them to the real store, drills to a running one.

export const DAY_MINUTES = 1440;

export interface LogScenario {
  alert: string;
  /** A service of this name writes the lines. */
  name: string;
  /** How many lines there are in a minute of time, which is 0 now and negative before. */
  lines: (minute: number) => number;
  fields: Readonly<Record<string, string>>;
  /** Whether it fires, by minute. */
  fires: Readonly<Record<number, boolean>>;
}

const error = { level: "error", _msg: "payment failed" };
const tick = { level: "info", _msg: "tick" };
/** So many in each of ten minutes from one on. */
const during = (from: number, lines: number) => (minute: number) => (minute >= from && minute < from + 10 ? lines : 0);

const once = (minute: number) => (minute === -20 ? 1 : 0);

export const LOG_SCENARIOS: readonly LogScenario[] = [
  {
    alert: "LogErrorBurst",
    name: "fires-and-resolves",
    lines: during(-40, 5),
    fields: error,
    fires: { [-41]: false, [-32]: true, [-30]: true, [-18]: false },
  },
  {
    alert: "LogErrorBurst",
    name: "just-below",
    lines: during(-40, 3),
    fields: error,
    fires: { [-31]: false, [-30]: false },
  },
  {
    alert: "LogErrorBurst",
    name: "as-every-day",
    lines: (minute) => during(-40, 5)(minute) + during(-40 - DAY_MINUTES, 5)(minute),
    fields: error,
    fires: { [-31]: false, [-30]: false },
  },
  {
    alert: "LogErrorBurst",
    name: "no-errors",
    lines: during(-40, 50),
    fields: { ...error, level: "warn" },
    fires: { [-31]: false },
  },
  {
    alert: "LogCrash",
    name: "panics",
    lines: once,
    fields: { _msg: "panic: runtime error: index out of range [3] with length 3" },
    fires: { [-21]: false, [-19]: true, [-16]: true, [-14]: false },
  },
  {
    alert: "LogCrash",
    name: "is-fatal",
    lines: once,
    fields: { level: "fatal", _msg: "cannot open the database" },
    fires: { [-19]: true },
  },
  {
    alert: "LogCrash",
    name: "speaks-of-panic",
    lines: once,
    fields: { level: "error", _msg: "no reason to panic: retrying" },
    fires: { [-19]: false },
  },
  {
    alert: "LogSilence",
    name: "falls-silent",
    lines: (minute) => (minute < -60 || minute > -15 ? 1 : 0),
    fields: tick,
    fires: { [-61]: false, [-55]: false, [-49]: true, [-20]: true, [-12]: false },
  },
  {
    alert: "LogSilence",
    name: "logs-by-day-alone",
    lines: (minute) => (minute < -60 && minute > -60 - 12 * 60 ? 1 : 0),
    fields: tick,
    fires: { [-30]: false, [-5]: false },
  },
  {
    alert: "LogAuthFailures",
    name: "is-tried-at",
    lines: during(-40, 10),
    fields: { _msg: "sshd[812]: Failed password for invalid user admin from 203.0.113.7 port 51122 ssh2" },
    fires: { [-41]: false, [-33]: true, [-30]: true, [-20]: false },
  },
  {
    alert: "LogAuthFailures",
    name: "mistypes",
    lines: during(-40, 5),
    fields: { _msg: "sshd[812]: Failed password for jane from 10.0.0.7 port 51122 ssh2" },
    fires: { [-30]: false },
  },
  {
    alert: "LogAuthFailures",
    name: "lets-in",
    lines: during(-40, 50),
    fields: { _msg: "sshd[812]: Accepted publickey for deploy from 10.0.0.7 port 51122 ssh2" },
    fires: { [-30]: false },
  },
  {
    alert: "LogOomKill",
    name: "is-killed",
    lines: once,
    fields: { _msg: "kernel: Out of memory: Killed process 4711 (java) total-vm:8123456kB, anon-rss:4000000kB" },
    fires: { [-21]: false, [-19]: true, [-14]: false },
  },
  {
    alert: "LogOomKill",
    name: "is-killed-in-its-group",
    lines: once,
    fields: { _msg: "[86400.1] Memory cgroup out of memory: Killed process 815 (node) total-vm:900000kB" },
    fires: { [-19]: true },
  },
  {
    alert: "LogOomKill",
    name: "speaks-of-memory",
    lines: once,
    fields: { level: "error", _msg: "the cache is out of memory, evicting" },
    fires: { [-19]: false },
  },
  ...[
    ["block", "kernel: blk_update_request: I/O error, dev sdb, sector 4096 op 0x0:(READ)"],
    ["medium", "kernel: critical medium error, dev nvme0n1, sector 4096 op 0x0:(READ)"],
    ["ext4", "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm node: reading directory lblock 0"],
    ["xfs", "XFS (dm-0): Corruption detected. Unmount and run xfs_repair"],
    ["read-only", "EXT4-fs (sda1): Remounting filesystem read-only"],
  ].map(([name = "", _msg = ""]) => ({
    alert: "LogDiskErrors",
    name: `fails-${name}`,
    lines: once,
    fields: { _msg },
    fires: { [-21]: false, [-19]: true, [-9]: false },
  })),
  {
    alert: "LogDiskErrors",
    name: "mounts",
    lines: once,
    fields: { _msg: "EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: errors=remount-ro" },
    fires: { [-19]: false },
  },
];
