// What a hook is sent of an incident: its alerts with the runbook's section, why the hook may act, and no more than it can hold.
import type { Notification } from "../incidents/notification";
import type { Hook } from "./plan";

/** More alerts than these are a number: what repairs a service does not need each of its thousand series. */
const MOST_ALERTS = 50;

/** One annotation or label of somebody's own rules may be long. */
const LONGEST_TEXT = 2_000;

const shortened = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.slice(0, LONGEST_TEXT)]));

/**
 * As JSON, in the form of Standard Webhooks.
 * @param now Milliseconds since 1970.
 */
export function payload(
  { alerts, groupLabels, commonLabels }: Notification,
  { name, reason }: Hook,
  { environment, incident, now }: { environment: string; incident: string; now: number },
): string {
  const firing = alerts.filter(({ status }) => status === "firing");
  const runbook = firing.flatMap(({ annotations }) => annotations.runbook_url ?? [])[0];
  return JSON.stringify({
    type: "remediation.requested",
    timestamp: new Date(now).toISOString(),
    data: {
      incident,
      remediation: name,
      reason,
      environment,
      ...(runbook !== undefined && { runbook: runbook.slice(0, LONGEST_TEXT) }),
      group: shortened(groupLabels),
      labels: shortened(commonLabels),
      alerts: firing.slice(0, MOST_ALERTS).map(({ labels, annotations, startsAt, fingerprint }) => ({
        ...{ labels: shortened(labels), annotations: shortened(annotations) },
        ...{ startsAt, fingerprint },
      })),
      furtherAlerts: Math.max(0, firing.length - MOST_ALERTS),
    },
  });
}
