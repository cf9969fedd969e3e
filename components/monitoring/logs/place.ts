// What is watched on lines of logs, as part of what watches an environment.
import type { Where } from "../../promql";
import {
  type Duration,
  type LogAlertRule,
  logLatency,
  logReach,
  logRulesOf,
  type Severity,
  seconds,
} from "../../rules";
import type { Settings } from "../settings/schema";
import { type ExistingLogStore, existingLogStore } from "../stores/existing";
import { LOG_ALERT_NAMES } from "./alert-list";
import { logAlertsIn } from "./alerts";
import type { Logs } from "./settings";

/** One severity of an alert on logs, as vmalert evaluates it. */
export interface PlacedLogAlert {
  name: string;
  /** Whom it is for, where an override singles them out. */
  where?: Where;
  severity: Severity;
  threshold: number;
  /** How long the condition holds before it fires; at once where left out. */
  for?: Duration;
  /** LogsQL, the comparison included. */
  query: string;
  summary: string;
  description: string;
  /** The longest time from a line, or from the first one that is missing, to the message leaving, in seconds. */
  latencySeconds: number;
}

/** How lines are kept, and the alerts on them. */
export interface WatchedLogs {
  /** Of the store that runs beside the other parts. */
  retention?: string;
  /** Gigabytes of its disk. */
  maxDisk?: number;
  /** The store that exists, in its place; and the alerts that nothing evaluates there. */
  existing?: ExistingLogStore;
  leftOut?: readonly string[];
  /** Gigabytes a day that services say they log, before compression. */
  perDay: number;
  /** Gigabytes before compression that the store looks through, at the most, each time that all alerts are evaluated. */
  perEvaluation?: number;
  alerts: readonly PlacedLogAlert[];
}

export function watchedLogs(logs: Logs, { services, alerts }: Pick<Settings, "services" | "alerts">): WatchedLogs {
  const perDay = logsPerDay(services);
  const existing = existingLogStore({ logs });
  if (existing) return { existing, leftOut: LOG_ALERT_NAMES, perDay, alerts: [] };
  const { retention, maxDisk } = logs;
  const rules = logAlertsIn(logs, alerts).flatMap(logRulesOf);
  return {
    ...{ retention, maxDisk, perDay },
    ...(perDay > 0 && { perEvaluation: logsPerEvaluation(rules, perDay) }),
    alerts: rules.map(placed),
  };
}

const toMegabytes = (gigabytes: number) => Math.round(gigabytes * 1000) / 1000;

export const logsPerDay = (services: Settings["services"]): number =>
  toMegabytes(services.reduce((sum, { logs }) => sum + (logs?.perDay ?? 0), 0));

const DAY = seconds("1d");

/**
 * An upper bound: the store reads whole blocks, and none spans two days (UTC), so that a query has it look through less than what its time
 * and one day more bring. What it really reads is a few columns of that, compressed.
 */
export const logsPerEvaluation = (rules: readonly Pick<LogAlertRule, "alert">[], perDay: number): number =>
  toMegabytes(rules.reduce((sum, { alert }) => sum + (1 + logReach(alert) / DAY) * perDay, 0));

function placed(rule: LogAlertRule): PlacedLogAlert {
  const { alert, severity, threshold, query, where } = rule;
  return {
    name: alert.name,
    ...(where && { where }),
    severity,
    threshold,
    ...(rule.for !== "0s" && { for: rule.for }),
    query,
    summary: alert.summary,
    description: alert.description,
    latencySeconds: seconds(logLatency(rule)),
  };
}
