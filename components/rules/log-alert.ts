// An alert on log lines. Its query is LogsQL as plain text and its threshold is data, as with alerts on metrics.
import { type Duration, duration, oneLine, seconds } from "../promql";
import type { Thresholds } from "./alert";
import { DETECTION_BUDGET, NOTIFICATION_TIMING, SEVERITIES, type Severity } from "./severity";

export interface LogAlertArgs {
  /** CamelCase, starting with `Log`: `LogErrorBurst`. */
  name: string;
  /**
   * LogsQL with its own `_time` filter, which ends in a row for each `service` and `team`, whose field `value` is compared to the
   * threshold.
   */
  query: string;
  /** Fires above these values; one rule a severity. */
  above: Thresholds;
  /** How long a fault lasts before the query can show it, where it waits for lines that do not come. Default: `0s`. */
  queryHolds?: Duration;
  /** One sentence with the service. */
  summary: string;
  /** What it means, with the value. */
  description: string;
}

export type LogAlert = Required<LogAlertArgs>;

/** One severity of an alert, as vmalert evaluates it. */
export interface LogAlertRule {
  alert: LogAlert;
  severity: Severity;
  threshold: number;
  /** The whole condition. */
  query: string;
}

/** How often log alerts are evaluated. */
export const LOG_EVALUATION: Duration = "30s";
/** How long after a moment its lines are asked for: so long they are on their way from their file. */
export const LOG_DELAY: Duration = "5s";
/** What the answers of store, vmalert and Alertmanager take together: a crash was notified after 73 s. */
const SENDING: Duration = "5s";

/** Declares a log alert. Throws, naming the alert, where it is not well formed. */
export function logAlert(args: LogAlertArgs): LogAlert {
  const alert = { queryHolds: "0s" as const, ...args, query: oneLine(args.query) };
  const problems = problemsOf(alert);
  if (problems.length > 0) throw new Error(`Log alert ${args.name}: ${problems.join("; ")}`);
  return alert;
}

/** One rule for each severity, most urgent first. */
export const logRulesOf = (alert: LogAlert): LogAlertRule[] =>
  SEVERITIES.flatMap((severity) => {
    const threshold = alert.above[severity];
    if (threshold === undefined) return [];
    return [{ alert, severity, threshold, query: `${alert.query} | filter value:>${threshold}` }];
  });

/** The longest time from a line, or from the first one that is missing, to the message. */
export const logLatency = ({ queryHolds }: LogAlert, severity: Severity): Duration =>
  duration(
    [queryHolds, LOG_DELAY, LOG_EVALUATION, NOTIFICATION_TIMING[severity].groupWait, SENDING]
      .map(seconds)
      .reduce((sum, each) => sum + each, 0),
  );

function problemsOf(alert: LogAlert): string[] {
  const late = logRulesOf(alert).filter(
    ({ severity }) => seconds(logLatency(alert, severity)) > seconds(DETECTION_BUDGET[severity]),
  );
  return [
    ...(/^Log[A-Z]\w*$/.test(alert.name) ? [] : ["its name begins with Log"]),
    ...(logRulesOf(alert).length > 0 ? [] : ["it has no threshold"]),
    ...(/_time:/.test(alert.query) ? [] : ["its query has no _time filter"]),
    ...(/\bvalue\b/.test(alert.query.split("|").at(-1) ?? "")
      ? []
      : ["its query does not end in a field called value"]),
    ...late.map(
      ({ severity }) =>
        `as ${severity} it takes up to ${logLatency(alert, severity)}; its budget is ${DETECTION_BUDGET[severity]}`,
    ),
  ];
}
