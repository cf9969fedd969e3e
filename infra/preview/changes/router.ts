// Who is notified of an alert: Alertmanager's walk over the routes, for the labels that are known before anything fires.
import type { WatchedMatcher, WatchedNotifications, WatchedRoute } from "./watched";

type Labels = Readonly<Record<string, string>>;

/** The receivers an alert with these labels reaches: `slack-alerts (muted in nights) + managers (after 15m)`. */
export type Router = (labels: Labels) => string;

/** Undefined where the routes are not known. */
export function routerOf({ routes, fallback }: WatchedNotifications): Router | undefined {
  if (!routes) return undefined;
  const walk = walkOf(routes);
  return (labels) => {
    const reached = walk(labels).map(({ receiver, muteTimings, after }) => {
      const notes = [
        ...(after ? [`after ${after}`] : []),
        ...(muteTimings.length > 0 ? [`muted in ${muteTimings.join(", ")}`] : []),
      ];
      return notes.length > 0 ? `${receiver} (${notes.join(", ")})` : receiver;
    });
    return [...new Set(reached.length > 0 ? reached : [fallback ?? "nobody"])].join(" + ");
  };
}

/** The routes that an alert with these labels takes. */
export function walkOf<One extends Pick<WatchedRoute, "continue"> & { matchers: readonly WatchedMatcher[] }>(
  routes: readonly One[],
): (labels: Labels) => One[] {
  const steps = routes.map((route) => ({ route, tests: route.matchers.map(testOf) }));
  return (labels) => {
    const matching = steps.filter(({ tests }) => tests.every((test) => test(labels))).map(({ route }) => route);
    const last = matching.findIndex((route) => !route.continue);
    return last < 0 ? matching : matching.slice(0, last + 1);
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
