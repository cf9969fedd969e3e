// Who is notified of an alert: Alertmanager's walk over the routes, for the labels that are known before anything fires.
import type { WatchedMatcher, WatchedNotifications } from "./watched";

type Labels = Readonly<Record<string, string>>;

/** The receivers an alert with these labels reaches: `pagerduty + slack-alerts (muted in nights)`. */
export type Router = (labels: Labels) => string;

/** Undefined where the routes are not known. */
export function routerOf({ routes, fallback }: WatchedNotifications): Router | undefined {
  if (!routes) return undefined;
  const steps = routes.map(({ matchers, receiver, continue: goesOn, muteTimings }) => ({
    tests: matchers.map(testOf),
    to: muteTimings.length > 0 ? `${receiver} (muted in ${muteTimings.join(", ")})` : receiver,
    goesOn,
  }));
  return (labels) => {
    const reached: string[] = [];
    for (const { tests, to, goesOn } of steps) {
      if (!tests.every((test) => test(labels))) continue;
      reached.push(to);
      if (!goesOn) break;
    }
    return [...new Set(reached.length > 0 ? reached : [fallback ?? "nobody"])].join(" + ");
  };
}

/** The teams that any route names. */
export function teamsWithRoutes({ routes = [] }: WatchedNotifications): string[] {
  const named = routes
    .flatMap(({ matchers }) => matchers)
    .filter(({ label, operator }) => label === "team" && (operator === "=" || operator === "=~"));
  return [...new Set(named.flatMap(({ value }) => value.split("|")))].sort();
}

/** A label that is not there is an empty one; a pattern must match all of the value. */
function testOf({ label, operator, value }: WatchedMatcher): (labels: Labels) => boolean {
  const pattern = new RegExp(`^(?:${value})$`);
  const tests: Record<string, (found: string) => boolean> = {
    "=": (found) => found === value,
    "!=": (found) => found !== value,
    "=~": (found) => pattern.test(found),
    "!~": (found) => !pattern.test(found),
  };
  const test = tests[operator];
  if (!test) throw new Error(`Matcher on "${label}" has the operator "${operator}"; Alertmanager has =, !=, =~ and !~`);
  return (labels) => test(labels[label] ?? "");
}
