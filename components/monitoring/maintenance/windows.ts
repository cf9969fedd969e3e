// The settings' maintenance windows → whose alerts, when, and by which means nobody is notified of them.
import type { MaintenanceWindow, Matcher, Monitoring, MuteTiming } from "../model/monitoring";
import { definitionOf } from "../platforms";
import type { Settings } from "../settings/schema";
import { isOnce, type Maintenance } from "./settings";
import { daysBetween, instantOf } from "./wall-clock";

/** What mutes routes in a window; no mute timing of the settings may have such a name. */
export const MUTE_TIMING_PREFIX = "maintenance-";

/**
 * Windows that recur mute routes. Those that come once are silences where a deployment can make one, and else mute timings of
 * their dates. The dead-man's switch is in none: it says that alerting works, which maintenance does not change.
 */
export function maintenanceWindows(
  { maintenance, platform }: Pick<Settings, "maintenance" | "platform">,
  heartbeats: readonly string[],
): MaintenanceWindow[] {
  const silences = definitionOf(platform).hasSilences(platform);
  return maintenance.map((window) => {
    const { name, reason, owner } = window;
    const once = isOnce(window) && {
      from: instantOf(window.from, window.timezone).toISOString(),
      to: instantOf(window.to, window.timezone).toISOString(),
    };
    return {
      name,
      matchers: maintenanceMatchers(window.match, heartbeats),
      reason,
      owner,
      ...(once && { once }),
      ...(!(once && silences) && { muteTiming: muteTimingOf(window) }),
    };
  });
}

/** The labels that alerts must have, of all that is given one each. */
export function maintenanceMatchers(
  { services = [], hosts = [], teams = [], alerts = [], labels = {} }: Maintenance["match"],
  heartbeats: readonly string[],
): Matcher[] {
  const given: [string, readonly string[]][] = [
    ["service", services],
    ["host", hosts],
    ["team", teams],
    ["alertname", alerts],
    ...Object.entries(labels).map(([label, value]): [string, string[]] => [label, [value]]),
  ];
  const matchers = given.flatMap(([label, values]): Matcher[] => {
    const [first] = values;
    if (first === undefined) return [];
    // Names have no characters with a meaning in patterns.
    return [
      values.length > 1
        ? { label, operator: "=~", value: [...new Set(values)].join("|") }
        : { label, operator: "=", value: first },
    ];
  });
  const spared = alerts.length === 0 && heartbeats.length > 0;
  return [
    ...matchers,
    ...(spared ? [{ label: "alertname", operator: "!~" as const, value: heartbeats.join("|") }] : []),
  ];
}

function muteTimingOf(window: Maintenance): MuteTiming {
  const { name, timezone } = window;
  const timing = { name: `${MUTE_TIMING_PREFIX}${name}`, timezone, weekdays: [], times: [] };
  if (isOnce(window)) return { ...timing, dates: daysBetween(window.from, window.to) };
  const { weekdays = [], times = [], daysOfMonth, months } = window;
  return { ...timing, weekdays, times, ...(daysOfMonth && { daysOfMonth }), ...(months && { months }) };
}

/** The alerts that feed the dead-man's switch. */
export const heartbeatAlerts = ({ groups }: Pick<Monitoring, "groups">): string[] => [
  ...new Set(
    groups.flatMap(({ alerts }) => alerts).flatMap(({ alert }) => (alert.route === "heartbeat" ? [alert.name] : [])),
  ),
];

/** Whose alerts, and when. */
export function maintenanceWords({ matchers, once, muteTiming }: MaintenanceWindow): string {
  const alerts = matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join(", ");
  if (once) return `${once.from} to ${once.to}  ${alerts}`;
  const { weekdays = [], daysOfMonth = [], months = [], times = [], timezone } = muteTiming ?? {};
  const days = daysOfMonth.length > 0 ? [`days ${daysOfMonth.join(", ")} of the month`] : [];
  const clock = times.map(({ from, to }) => `${from} to ${to}`);
  const when = [weekdays, days, months, clock].flatMap((part) => (part.length > 0 ? [part.join(", ")] : []));
  return `${when.join("; ")} ${timezone}  ${alerts}`;
}
