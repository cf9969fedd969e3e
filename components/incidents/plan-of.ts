// A Monitoring → the receivers whose messages have threads, and what is drawn there.
import { type Monitoring, waysOf } from "../monitoring";
import type { IncidentsPlan } from "./plan";

/** Undefined where no receiver's messages have threads. */
export function incidentsPlanOf({
  environment,
  groups,
  notifications,
}: Pick<Monitoring, "environment" | "groups" | "notifications">): IncidentsPlan | undefined {
  const threads = notifications.receivers.flatMap((one) =>
    waysOf(one).flatMap(({ thread }) => (thread ? [{ receiver: one.name, ...thread }] : [])),
  );
  if (threads.length === 0) return undefined;
  const drawn = threads.some(({ graph }) => graph) ? groups.flatMap(({ alerts }) => alerts) : [];
  return {
    environment,
    channels: Object.fromEntries(threads.map(({ receiver, channel }) => [receiver, channel])),
    graphs: Object.fromEntries(
      drawn.flatMap(({ alert, severity, threshold }) =>
        threshold === undefined ? [] : [[`${alert.name} ${severity}`, { expr: alert.expr, threshold }]],
      ),
    ),
  };
}
