// What Prometheus, Alertmanager and the drills' receiver have of a drilled alert, matched by its labels.
import { z } from "zod";
import { type DrillNotification, drillNotification } from "../../../components/sample/inbox/receipts/drills";
import type { Address } from "../../running/address";
import { alerts, alertsReceived, rules } from "../../running/prometheus-api";
import { call } from "./call";
import type { Drill } from "./drill";

type Drilled = Pick<Drill, "alert" | "severity" | "services">;
type Labels = Readonly<Record<string, string>>;

const isOf = ({ alert, severity, services }: Drilled, labels: Labels) =>
  labels.alertname === alert && labels.severity === severity && services.includes(labels.service ?? "");

/** Whether who evaluates the alert has its rule. */
export const isLoaded = async ({ alert }: Drilled, prometheus: string | Address): Promise<boolean> =>
  (await rules(prometheus)).some(({ name }) => name === alert);

/** When the rule was seen firing, and since when Prometheus had known its condition to hold, in milliseconds. */
export async function firing(drilled: Drilled, prometheus: string | Address) {
  const found = (await alerts(prometheus)).find(({ labels, state }) => isOf(drilled, labels) && state === "firing");
  return found && { seenAt: Date.now(), activeAt: Date.parse(found.activeAt) };
}

/** When Alertmanager was seen to have the alert, to send it. Throws where it suppresses it, with what does so. */
export async function receivedAt(drilled: Drilled, alertmanager: string): Promise<number | undefined> {
  const received = await alertsReceived(alertmanager);
  const own = received.filter(({ labels }) => isOf(drilled, labels));
  if (own.some(({ status }) => status.state === "active")) return Date.now();
  const [suppressed] = own.filter(({ status }) => status.state === "suppressed");
  if (!suppressed) return undefined;
  const { silencedBy, inhibitedBy } = suppressed.status;
  const by = inhibitedBy.map((id) => received.find(({ fingerprint }) => fingerprint === id)?.labels.alertname ?? id);
  throw new Error(
    silencedBy.length > 0
      ? `${drilled.alert} is silenced (${silencedBy.join(", ")}); end the silence, then drill`
      : `${drilled.alert} is inhibited by ${by.join(", ")}, so nothing is sent`,
  );
}

/** When the notification of the alert's state came, at that time (milliseconds since 1970) or later. */
export async function notifiedAt(
  drilled: Drilled,
  inbox: string,
  status: DrillNotification["status"],
  after: number,
): Promise<number | undefined> {
  const found = (await notifications(drilled, inbox, after)).find((one) => one.status === status);
  return found && Date.parse(found.receivedAt);
}

/** Whether the last notification said that it fires: the group's next one comes only after its interval. */
export async function isPending(drilled: Drilled, inbox: string): Promise<boolean> {
  return (await notifications(drilled, inbox, 0)).at(-1)?.status === "firing";
}

async function notifications(drilled: Drilled, inbox: string, after: number): Promise<DrillNotification[]> {
  const since = encodeURIComponent(new Date(after).toISOString());
  const all = z.array(drillNotification).parse(await call(`${inbox}/drills?since=${since}`, "GET"));
  return all.filter((one) => one.alerts.some(({ labels }) => isOf(drilled, labels)));
}
