// A Monitoring → the receivers whose messages have threads.
import { type Monitoring, waysOf } from "../monitoring";
import type { IncidentsPlan } from "./plan";

/** Undefined where no receiver's messages have threads. */
export function incidentsPlanOf({
  environment,
  notifications,
}: Pick<Monitoring, "environment" | "notifications">): IncidentsPlan | undefined {
  const channels = notifications.receivers.flatMap((one) =>
    waysOf(one).flatMap(({ thread }) => (thread === undefined ? [] : [[one.name, thread] as const])),
  );
  return channels.length > 0 ? { environment, channels: Object.fromEntries(channels) } : undefined;
}
