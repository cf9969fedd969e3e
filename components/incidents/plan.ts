// What adds to incidents' threads is given: the receivers whose messages it adds to, and the channel of each.
import { z } from "zod";
import { type Monitoring, waysOf } from "../monitoring";

/** As a file hands it to the program. */
export const incidentsPlan = z.object({
  environment: z.string(),
  /** Channels of Slack by receiver. */
  channels: z.record(z.string(), z.string()),
});

export type IncidentsPlan = z.infer<typeof incidentsPlan>;

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
