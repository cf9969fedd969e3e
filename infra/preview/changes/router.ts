// Who is notified of an alert, for the labels that are known before anything fires.
import { teamsNamed, walkOf } from "../../../components/monitoring";
import type { WatchedNotifications } from "./watched";

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

/** The teams that any route names. */
export const teamsWithRoutes = ({ routes = [] }: WatchedNotifications): string[] => teamsNamed(routes);
