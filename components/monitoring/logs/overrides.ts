// Overrides of alerts on logs, as the settings give them for all alerts: for everybody, or for some services, teams or hosts.
import {
  DETECTION_BUDGET,
  type LogAlert,
  type LogException,
  lateLogRulesOf,
  logLabelsOf,
  logLatency,
} from "../../rules";
import { everywhere } from "../overrides/changes";
import { overlaps } from "../overrides/problems";
import { type Override, whereOf } from "../overrides/schema";
import { thresholdsIn } from "../overrides/threshold";
import { didYouMean, type SettingsProblem } from "../settings/issues";
import { LOG_ALERTS } from "./alert-list";

/** Whether an override is of an alert on logs. */
export const isOnLogs = ({ alert }: Pick<Override, "alert">): boolean => LOG_ALERTS.some(({ name }) => name === alert);

/** The alert as the overrides change it; none where it is disabled for everybody. */
export function overridden(alert: LogAlert, overrides: readonly Override[]): LogAlert[] {
  const meant = overrides.filter((one) => one.alert === alert.name);
  const all = everywhere(alert.name, meant);
  if (all?.disabled) return [];
  const changed = { ...alert, ...changesOf(alert, all) };
  const exceptions = meant.flatMap((one): LogException[] => {
    const where = whereOf(one);
    return where ? [{ where, ...changesOf(changed, one), ...(one.disabled && { disabled: true }) }] : [];
  });
  return [{ ...changed, exceptions: [...alert.exceptions, ...exceptions] }];
}

const changesOf = ({ above }: LogAlert, { threshold, for: held }: Partial<Override> = {}) => ({
  ...(threshold && { above: { ...above, ...thresholdsIn(threshold) } }),
  ...(held && { for: held }),
});

/** What is wrong with them. @param teams The teams of services by their names. */
export function logOverrideProblems(
  overrides: readonly Override[],
  { teams, isEvaluated }: { teams: ReadonlyMap<string, string>; isEvaluated: boolean },
): SettingsProblem[] {
  const onLogs = overrides.filter(isOnLogs);
  return [
    ...onLogs.flatMap((one) => {
      const alert = LOG_ALERTS.find(({ name }) => name === one.alert);
      if (!alert) return [];
      if (!isEvaluated) return [{ path: one.path, message: NOT_EVALUATED }];
      return [...valueProblems(one, alert), ...labelProblems(one, alert), ...lateProblems(one, alert, onLogs)];
    }),
    ...overlaps(onLogs, { teams }),
  ];
}

const NOT_EVALUATED =
  "found an alert on logs, which nothing evaluates here: add tocsin:logs: { store: victorialogs }, or leave it out";

function valueProblems({ path, threshold = {}, severity }: Override, { name }: LogAlert): SettingsProblem[] {
  const texts = Object.entries(threshold).filter(([, value]) => typeof value === "string");
  const { critical, warning } = thresholdsIn(threshold);
  return [
    ...texts.map(([of, value]) => ({
      path: `${path}.threshold.${of}`,
      message: `found "${value}", but ${name} is not measured as a ratio; give a number (unit: count)`,
    })),
    ...(severity
      ? [
          {
            path: `${path}.severity`,
            message: `found a severity, but ${name} has a threshold for each; give threshold: { ${severity}: … }`,
          },
        ]
      : []),
    ...(critical !== undefined && warning !== undefined && critical <= warning
      ? [
          {
            path: `${path}.threshold`,
            message: `found critical ${critical} and warning ${warning}; the critical one must lie above the warning one`,
          },
        ]
      : []),
  ];
}

function labelProblems({ path, where = {} }: Override, alert: LogAlert): SettingsProblem[] {
  const labels = logLabelsOf(alert);
  return Object.keys(where)
    .filter((label) => !labels.includes(label))
    .map((label) => ({
      path: `${path}.where.${label}`,
      message: `found a label that ${alert.name} does not have; it has: ${labels.join(", ")}.${didYouMean(label, labels)}`,
    }));
}

/** Those that the override itself makes late, unless it says why. */
function lateProblems(one: Override, alert: LogAlert, overrides: readonly Override[]): SettingsProblem[] {
  if (one.overBudget || !one.for) return [];
  const all = everywhere(one.alert, overrides);
  const [changed] = overridden(alert, one.where && all ? [all, one] : [one]);
  const [late] = changed
    ? lateLogRulesOf(changed).filter(({ where }) => (where !== undefined) === (one.where !== undefined))
    : [];
  if (!late) return [];
  return [
    {
      path: `${one.path}.for`,
      message: `found ${late.for}, with which ${one.alert} (${late.severity}) takes up to ${logLatency(late)}; its budget is ${DETECTION_BUDGET[late.severity]}: shorten it, or say why it may: overBudget: { reason: … }`,
    },
  ];
}
