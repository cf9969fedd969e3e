// An alert on log lines. Its query is LogsQL as plain text and its threshold is data, as with alerts on metrics.
import { type Duration, duration, isDuration, oneLine, seconds, type Where } from "../promql";
import type { Thresholds } from "./alert";
import { DETECTION_BUDGET, NOTIFICATION_TIMING, SEVERITIES, type Severity } from "./severity";

export interface LogAlertArgs {
  /** CamelCase, starting with `Log`: `LogErrorBurst`. */
  name: string;
  /**
   * LogsQL that begins with a `_time` filter for all of it, without which the store searches all that it keeps, and ends in a row for
   * each `service` and `team`, whose field `value` is compared to the threshold.
   */
  query: string;
  /** Fires above these values; one rule a severity. */
  above: Thresholds;
  /** How long the condition holds before it fires. Default: `0s`. */
  for?: Held;
  /** How long a fault lasts before the query can show it, where it waits for lines that do not come. Default: `0s`. */
  queryHolds?: Duration;
  /** What is different for some services, teams or hosts; no two are about the same. Default: none. */
  exceptions?: readonly LogException[];
  /** One sentence with the service. */
  summary: string;
  /** What it means, with the value. */
  description: string;
}

type Held = Duration | Partial<Record<Severity, Duration>>;

/** An alert for those whose labels are among these values. */
export interface LogException {
  where: Where;
  above?: Thresholds;
  for?: Held;
  /** It does not fire for them. */
  disabled?: true;
}

export type LogAlert = Required<LogAlertArgs>;

/** One severity of an alert, as vmalert evaluates it. */
export interface LogAlertRule {
  alert: LogAlert;
  severity: Severity;
  threshold: number;
  for: Duration;
  /** Whom it is for, where it is an exception. */
  where?: Where;
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
  const alert = { queryHolds: "0s" as const, for: "0s" as const, exceptions: [], ...args, query: oneLine(args.query) };
  const problems = problemsOf(alert);
  if (problems.length > 0) throw new Error(`Log alert ${args.name}: ${problems.join("; ")}`);
  return alert;
}

/** One rule for each severity and one for each exception from it, most urgent first. */
export const logRulesOf = (alert: LogAlert): LogAlertRule[] =>
  SEVERITIES.flatMap((severity) => {
    const others = alert.exceptions.map(({ where }) => `!(${among(where)})`);
    return [
      ...ruleOf(alert, severity, alert, others),
      ...alert.exceptions.flatMap(({ where, disabled, ...own }) =>
        disabled ? [] : ruleOf(alert, severity, { ...alert, ...own }, [among(where)], where),
      ),
    ];
  });

function ruleOf(
  alert: LogAlert,
  severity: Severity,
  own: Pick<LogAlert, "above" | "for">,
  conditions: readonly string[],
  where?: Where,
): LogAlertRule[] {
  const threshold = own.above[severity];
  if (threshold === undefined) return [];
  const query = [`${alert.query} | filter value:>${threshold}`, ...conditions].join(" ");
  return [{ alert, severity, threshold, for: heldFor(own.for, severity), ...(where && { where }), query }];
}

/** The rows of these, in LogsQL. */
const among = (where: Where): string =>
  Object.entries(where)
    .map(([label, values]) => `${label}:in(${values.map((value) => JSON.stringify(value)).join(", ")})`)
    .join(" ");

const heldFor = (held: Held, severity: Severity): Duration =>
  typeof held === "string" ? held : (held[severity] ?? "0s");

/** The labels of an alert's rows. */
export const logLabelsOf = ({ query }: LogAlert): string[] =>
  [...query.matchAll(/\bstats by \(([^)]*)\)/g)]
    .at(-1)?.[1]
    ?.split(",")
    .map((label) => label.trim()) ?? [];

/** The longest time from a line, or from the first one that is missing, to the message. */
export const logLatency = (rule: Pick<LogAlertRule, "alert" | "severity" | "for">): Duration => {
  const evaluation = seconds(LOG_EVALUATION);
  const held = Math.ceil(seconds(rule.for) / evaluation) * evaluation;
  const others = [rule.alert.queryHolds, LOG_DELAY, NOTIFICATION_TIMING[rule.severity].groupWait, SENDING];
  return duration(others.map(seconds).reduce((sum, each) => sum + each, evaluation + held));
};

/** Rules that are over the detection budget of their severity. */
export const lateLogRulesOf = (alert: LogAlert): LogAlertRule[] =>
  logRulesOf(alert).filter((rule) => seconds(logLatency(rule)) > seconds(DETECTION_BUDGET[rule.severity]));

const TIME = /_time:(?<window>\d+[smhdw])\b(?: offset (?<offset>\d+[smhdw])\b)?/g;

/** In seconds, by each of its filters: the first one holds for all of the query. */
const reaches = (query: string) =>
  [...query.matchAll(TIME)].map(({ index, groups = {} }) => ({
    holdsForAll: index === 0 && !groups.offset,
    seconds: [groups.window, groups.offset]
      .filter((part) => part !== undefined && isDuration(part))
      .reduce((sum, part) => sum + seconds(part), 0),
  }));

/** How far back the store looks for an alert, in seconds. */
export const logReach = ({ query }: Pick<LogAlert, "query">): number => reaches(query)[0]?.seconds ?? 0;

/** Of alternatives, the store takes no bound of time. */
function timeProblems(query: string): string[] {
  const [reach, ...others] = reaches(query);
  if (!reach?.holdsForAll)
    return ["its query does not begin with a _time filter, such as _time:10m, so it would search all that is kept"];
  const furthest = Math.max(0, ...others.map((one) => one.seconds));
  return furthest > reach.seconds
    ? [`its query begins with a _time filter shorter than the ${furthest} s of another`]
    : [];
}

function problemsOf(alert: LogAlert): string[] {
  return [
    ...(/^Log[A-Z]\w*$/.test(alert.name) ? [] : ["its name begins with Log"]),
    ...(logRulesOf(alert).length > 0 ? [] : ["it has no threshold"]),
    ...timeProblems(alert.query),
    ...(/\bvalue\b/.test(alert.query.split("|").at(-1) ?? "")
      ? []
      : ["its query does not end in a field called value"]),
    ...lateLogRulesOf(alert).map(
      (rule) =>
        `as ${rule.severity} it takes up to ${logLatency(rule)}; its budget is ${DETECTION_BUDGET[rule.severity]}`,
    ),
  ];
}
