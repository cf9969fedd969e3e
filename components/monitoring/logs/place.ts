// What is watched on lines of logs, as part of what watches an environment.
import { type LogAlertRule, logLatency, logRulesOf, type Severity, seconds } from "../../rules";
import type { Settings } from "../settings/schema";
import { logAlertsIn } from "./alerts";
import type { Logs } from "./settings";

/** One severity of an alert on logs, as vmalert evaluates it. */
export interface PlacedLogAlert {
  name: string;
  severity: Severity;
  threshold: number;
  /** LogsQL, the comparison included. */
  query: string;
  summary: string;
  description: string;
  /** The longest time from a line, or from the first one that is missing, to the message leaving, in seconds. */
  latencySeconds: number;
}

/** How lines are kept, and the alerts on them. */
export interface WatchedLogs {
  retention: string;
  /** Gigabytes of the store's disk. */
  maxDisk: number;
  /** Gigabytes a day that services say they log, before compression. */
  perDay: number;
  alerts: readonly PlacedLogAlert[];
}

export const watchedLogs = (logs: Logs, services: Settings["services"]): WatchedLogs => ({
  retention: logs.retention,
  maxDisk: logs.maxDisk,
  perDay: logsPerDay(services),
  alerts: logAlertsIn(logs).flatMap(logRulesOf).map(placed),
});

/** To a megabyte. */
export const logsPerDay = (services: Settings["services"]): number =>
  Math.round(services.reduce((sum, { logs }) => sum + (logs?.perDay ?? 0), 0) * 1000) / 1000;

const placed = ({ alert, severity, threshold, query }: LogAlertRule): PlacedLogAlert => ({
  name: alert.name,
  severity,
  threshold,
  query,
  summary: alert.summary,
  description: alert.description,
  latencySeconds: seconds(logLatency(alert, severity)),
});
