// The operating system: open files, clock, systemd, the textfile collector.
import { type Alert, alert } from "../../../rules";

export const system: readonly Alert[] = [
  alert({
    name: "NodeFileDescriptorLimit",
    expr: "node_filefd_allocated / (node_filefd_maximum > 0)",
    above: { warning: 0.7, critical: 0.9 },
    unit: "ratio",
    for: { warning: "10m", critical: "1m" },
    summary: "{{ $labels.instance }} is close to its limit of open files",
    description:
      "{{ $value | humanizePercentage }} of what the kernel allows are open; beyond it, programs cannot open files or connections.",
  }),
  alert({
    name: "NodeClockSkewDetected",
    expr: "abs(node_timex_offset_seconds)",
    above: { warning: 0.05 },
    unit: "seconds",
    for: "10m",
    summary: "The clock of {{ $labels.instance }} is off",
    description:
      "It has been {{ $value | humanizeDuration }} or so from its reference for ten minutes; times in logs and of certificates and sessions are wrong.",
  }),
  alert({
    name: "NodeClockNotSynchronising",
    expr: "max_over_time(node_timex_sync_status[5m]) == 0 and node_timex_maxerror_seconds >= 16",
    severity: "warning",
    for: "10m",
    summary: "The clock of {{ $labels.instance }} is not synchronised",
    description: "No time source was reached for so long that the kernel no longer trusts the clock.",
  }),
  alert({
    name: "NodeSystemdServiceFailed",
    expr: 'node_systemd_unit_state{state="failed"} == 1',
    severity: "warning",
    for: "5m",
    summary: "{{ $labels.name }} on {{ $labels.instance }} has failed",
    description: "systemd gave up on the unit.",
  }),
  alert({
    name: "NodeSystemdServiceCrashlooping",
    // Rounded, because increase() extrapolates.
    expr: "round(increase(node_systemd_service_restart_total[15m]))",
    above: { warning: 3 },
    for: "5m",
    keepFiringFor: "10m",
    summary: "{{ $labels.name }} on {{ $labels.instance }} restarts again and again",
    description: "systemd restarted it {{ $value | humanize }} times in 15 minutes.",
  }),
  alert({
    name: "NodeTextFileCollectorScrapeError",
    expr: "node_textfile_scrape_error == 1",
    severity: "warning",
    for: "10m",
    summary: "A metrics file on {{ $labels.instance }} cannot be read",
    description: "What scripts report through the textfile collector is missing or stale.",
  }),
];
