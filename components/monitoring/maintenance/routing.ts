// Maintenance windows that mute → routes. A mute timing holds back whole routes, so that alerts in windows take routes of their own.
import { NOTIFICATION_TIMING } from "../../rules";
import type { MaintenanceWindow, Matcher, MuteTiming, Notifications, Route } from "../model/monitoring";

/** A route with those below it, of which the first that matches takes the alert. */
export interface RouteTree extends Route {
  routes: readonly RouteTree[];
}

type Muting = MaintenanceWindow & { muteTiming: MuteTiming };

const mutes = (window: MaintenanceWindow): window is Muting => window.muteTiming !== undefined;

const leaf = (route: Route): RouteTree => ({ ...route, routes: [] });

/**
 * Alerts that are in windows, with all the routes that there are, each muted in those windows; then those in none. Alerts in two
 * windows come first.
 */
export function routing({ routes, fallback, muteTimings, maintenance }: Notifications): {
  routes: RouteTree[];
  muteTimings: MuteTiming[];
} {
  const windows = maintenance.filter(mutes);
  const inWindows = combinations(windows).map(({ matchers, timings }): RouteTree => {
    const muted = (route: Route): RouteTree => leaf({ ...route, muteTimings: [...route.muteTimings, ...timings] });
    return {
      matchers,
      receiver: fallback,
      timing: NOTIFICATION_TIMING.warning,
      groupBy: FALLBACK_GROUP_BY,
      continue: false,
      muteTimings: timings,
      routes: routes.map(muted),
    };
  });
  return {
    routes: [...inWindows, ...routes.map(leaf)],
    muteTimings: [...muteTimings, ...windows.map(({ muteTiming }) => muteTiming)],
  };
}

/** Alerts that no route takes come one message a problem, as those of the routes do. */
export const FALLBACK_GROUP_BY = ["alertname", "severity", "service"];

interface Combination {
  matchers: readonly Matcher[];
  timings: readonly string[];
}

/** Each window that others overlap doubles the routes. */
export const MOST_COMBINATIONS = 32;

/** All windows that one alert can be in at once, the most first; one more than the most is too many, and not all. */
export function combinations(windows: readonly Muting[]): Combination[] {
  const found: Combination[] = [];
  for (const one of grouped(windows)) {
    if (found.length > MOST_COMBINATIONS) break;
    const both = found
      .filter(({ matchers }) => canMeet(matchers, one.matchers))
      .map(({ matchers, timings }) => ({
        matchers: unique([...matchers, ...one.matchers]),
        timings: [...timings, ...one.timings],
      }));
    found.push(one, ...both);
  }
  return found.sort((one, other) => other.timings.length - one.timings.length);
}

/** Windows of the same alerts are one case. */
function grouped(windows: readonly Muting[]): Combination[] {
  const byMatchers = new Map<string, Combination>();
  for (const { matchers, muteTiming } of windows) {
    const key = JSON.stringify(matchers);
    const timings = byMatchers.get(key)?.timings ?? [];
    byMatchers.set(key, { matchers, timings: [...timings, muteTiming.name] });
  }
  return [...byMatchers.values()];
}

const unique = (matchers: readonly Matcher[]): Matcher[] => [
  ...new Map(matchers.map((matcher) => [JSON.stringify(matcher), matcher])).values(),
];

/** Whether an alert can have labels of both: of a label that both name, a value in common. */
function canMeet(some: readonly Matcher[], others: readonly Matcher[]): boolean {
  return some.every((one) =>
    others.every((other) => {
      if (one.label !== other.label || one.operator.startsWith("!") || other.operator.startsWith("!")) return true;
      const values = valuesOf(one);
      return valuesOf(other).some((value) => values.includes(value));
    }),
  );
}

const valuesOf = ({ operator, value }: Matcher) => (operator === "=~" ? value.split("|") : [value]);
