// What Alertmanager sent of alerts that can be drilled: a drill measures at this receiver, beside the configured ones.
import { z } from "zod";
import { json, parseJson, type Reply } from "../../http";
import { alertmanagerPayload } from "./heartbeat";

/** A drill asks every few hundred milliseconds; older notifications are nobody's. */
const KEPT = 1_000;

/** One notification, as `GET /drills` shows it. */
export const drillNotification = z.object({
  /** ISO 8601 in UTC with milliseconds. */
  receivedAt: z.iso.datetime({ precision: 3 }),
  /** `resolved` when every alert of the group is. */
  status: z.enum(["firing", "resolved"]),
  alerts: z.array(z.object({ status: z.enum(["firing", "resolved"]), labels: z.record(z.string(), z.string()) })),
});

export type DrillNotification = z.infer<typeof drillNotification>;

/** The newest notifications, in memory: a drill that a restart interrupts is measured again. */
export class DrillNotifications {
  private received: readonly DrillNotification[] = [];

  /** Takes Alertmanager's webhook payload. Throws an `HttpError` where it is none. */
  receive(body: string, at: Date): Reply {
    const { status, alerts } = parseJson(body, alertmanagerPayload);
    const kept = alerts.map(({ status, labels }) => ({ status, labels }));
    this.received = [...this.received, { receivedAt: at.toISOString(), status, alerts: kept }].slice(-KEPT);
    return json(200, { received: kept.length });
  }

  /** Those received at that time (milliseconds since 1970) or later, newest last. */
  list(since: number): readonly DrillNotification[] {
    return this.received.filter(({ receivedAt }) => Date.parse(receivedAt) >= since);
  }
}
