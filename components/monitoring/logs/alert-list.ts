// What lines of any service say of it: more errors than usual, a crash, silence; and what the logs of the system say of its host.
import { logAlert } from "../../rules";

export const LOG_ALERTS = [
  logAlert({
    name: "LogErrorBurst",
    // The same minutes of the day before: what fails every night at three is usual. They begin 1,450 minutes ago.
    query: `_time:1450m (_time:10m or _time:10m offset 1d) level:in(error, fatal)
      | stats by (service, team) count() if (_time:10m) as recent, count() if (_time:10m offset 1d) as before
      | math recent - 3 * before as value
      | fields service, team, value`,
    above: { warning: 30 },
    summary: "{{ $labels.service }} logs many more errors than a day before",
    description:
      "In the last 10 minutes it logged {{ $value | humanize }} errors more than three times as many as in these minutes of the day before.",
  }),
  logAlert({
    name: "LogCrash",
    query: `_time:5m (level:=fatal
        or _msg:~"^panic: |^fatal error: |OutOfMemoryError|heap out of memory|Segmentation fault|core dumped")
      | stats by (service, team) count() as value`,
    above: { warning: 0 },
    summary: "{{ $labels.service }} has crashed, by its log",
    description:
      "{{ $value | humanize }} of its lines in the last 5 minutes are of a crash: a panic, no memory, or a fatal error.",
  }),
  logAlert({
    name: "LogSilence",
    // A service that logs now and then has nothing to say in most of the 288 times five minutes of a day.
    query: `_time:1d
      | stats by (service, team, _time:5m) count() as lines
      | stats by (service, team) count() as value, count() if (_time:10m) as recent
      | filter recent:0
      | fields service, team, value`,
    above: { warning: 270 },
    queryHolds: "10m",
    summary: "{{ $labels.service }} no longer logs",
    description:
      "It logged in {{ $value | humanize }} of the 288 times five minutes of the last day, and nothing in the last 10 minutes.",
  }),
  logAlert({
    name: "LogAuthFailures",
    // As sshd, PAM, sudo and login say it.
    query: `_time:10m _msg:~"Failed (password|publickey|keyboard-interactive)|[Aa]uthentication failure|FAILED LOGIN|maximum authentication attempts exceeded"
      | stats by (service, team) count() as value`,
    above: { warning: 50 },
    summary: "Many logins fail, by the log of {{ $labels.service }}",
    description: "{{ $value | humanize }} within 10 minutes: somebody guesses passwords, or a program has an old one.",
  }),
  logAlert({
    name: "LogOomKill",
    query: `_time:5m _msg:~"(Out of memory|emory cgroup out of memory): Kill(ed)? process"
      | stats by (service, team, host) count() as value`,
    above: { warning: 0 },
    summary: "The kernel killed a process for memory{{ with $labels.host }} on {{ . }}{{ end }}",
    description: "{{ $value | humanize }} in the last 5 minutes, by the log of {{ $labels.service }}.",
  }),
  logAlert({
    name: "LogDiskErrors",
    // Of the block layer, of ext4, XFS and Btrfs, and of a filesystem that takes no more writes.
    query: `_time:10m _msg:~"I/O error,? dev |critical (medium|target|nexus) error, dev |Buffer I/O error on dev|EXT4-fs error|XFS [(][^ )]+[)]: (Corruption|[Mm]etadata|[Ll]og I/O error|.*[Ss]hut(ting)? down)|BTRFS (error|critical)|Remounting filesystem read-only"
      | stats by (service, team, host) count() as value`,
    above: { warning: 0 },
    summary: "A disk or filesystem fails{{ with $labels.host }} on {{ . }}{{ end }}",
    description:
      "{{ $value | humanize }} errors of the kernel in the last 10 minutes, by the log of {{ $labels.service }}.",
  }),
] as const;

export const LOG_ALERT_NAMES = LOG_ALERTS.map(({ name }) => name);
