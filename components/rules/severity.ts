// How urgent an alert is, and how soon it must be noticed.
import type { Duration } from "../promql";

/** Most urgent first. */
export const SEVERITIES = ["critical", "warning", "info"] as const;

/** `critical` pages somebody, `warning` is read in working hours, `info` is context. */
export type Severity = (typeof SEVERITIES)[number];

/**
 * The longest time from a fault to its message, by severity: scrape interval + what the scrape waits for an answer + how old recordings
 * of other groups are + evaluation interval + `for` + group wait.
 */
export const DETECTION_BUDGET: Record<Severity, Duration> = { critical: "120s", warning: "15m", info: "1h" };

/**
 * How Alertmanager groups and repeats messages of a severity. What fires or ends at an evaluation reaches Alertmanager within moments,
 * from each Prometheus of a pair. A group that is sent just then could have the end from one of them and not yet from the other, which
 * still sees the alert fire: Alertmanager would send resolved, firing and resolved. So a group waits five seconds more than a multiple of the
 * evaluation intervals, and is sent between two evaluations.
 */
export const NOTIFICATION_TIMING: Record<
  Severity,
  { groupWait: Duration; groupInterval: Duration; repeatInterval: Duration }
> = {
  critical: { groupWait: "5s", groupInterval: "30s", repeatInterval: "1h" },
  warning: { groupWait: "35s", groupInterval: "5m", repeatInterval: "12h" },
  info: { groupWait: "125s", groupInterval: "15m", repeatInterval: "24h" },
};
