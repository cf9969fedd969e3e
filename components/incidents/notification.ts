// What Alertmanager sends of a group, as far as a thread needs it.
// Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
import { z } from "zod";

const labels = z.record(z.string(), z.string());

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels,
  annotations: labels,
  startsAt: z.string(),
  endsAt: z.string(),
  fingerprint: z.string(),
});

export const notification = z.object({
  version: z.literal("4"),
  groupKey: z.string(),
  status: z.enum(["firing", "resolved"]),
  receiver: z.string(),
  groupLabels: labels,
  commonLabels: labels,
  alerts: z.array(alert).min(1),
});

export type Notification = z.infer<typeof notification>;
export type NotifiedAlert = z.infer<typeof alert>;

/** By which its message in Slack is known, as `callback_id` of a Slack receiver has it. */
export const groupName = ({ groupLabels, commonLabels }: Notification): string =>
  [
    commonLabels.environment ?? "",
    ...Object.entries(groupLabels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`),
  ].join("|");
