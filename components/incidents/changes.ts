// What has joined an incident, and what has left it, since its thread was last added to.

import type { Notification, NotifiedAlert } from "./notification";
import { shownDuration } from "./shown-duration";

/** The alerts of an incident that fire, by fingerprint: the summary of each, and since when. */
export type Firing = Readonly<Record<string, { summary: string; startsAt: string }>>;

/** More are a number. */
const MOST = 10;

/**
 * Those that fire after a notification. One that it says nothing of still does: of two Alertmanagers, one may send late what the other
 * has sent more of.
 */
export function firingAfter(before: Firing, { alerts }: Notification): Firing {
  const named = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const firing = alerts.filter(({ status }) => status === "firing");
  return {
    ...Object.fromEntries(Object.entries(before).filter(([fingerprint]) => !named.has(fingerprint))),
    ...Object.fromEntries(firing.map((one) => [one.fingerprint, { summary: summaryOf(one), startsAt: one.startsAt }])),
  };
}

/**
 * Whether a notification is of the incident that is known: one of its alerts has fired since then. That an incident ended can be missed,
 * as where another server's Alertmanager has sent it.
 */
export const isSame = (before: Firing, { alerts }: Notification): boolean =>
  alerts.some(({ fingerprint, startsAt }) => {
    const known = before[fingerprint];
    return known !== undefined && Date.parse(startsAt) <= Date.parse(known.startsAt);
  });

/** A line for each change, in Slack's form; none where only the time has passed. */
export function changesSince(before: Firing, { alerts, status }: Notification): string[] {
  const joined = alerts.filter((one) => one.status === "firing" && !Object.hasOwn(before, one.fingerprint));
  const left = alerts.filter((one) => one.status === "resolved" && Object.hasOwn(before, one.fingerprint));
  const ends = left.map((one) => `Resolved: ${summaryOf(one)}, after ${shownDuration(lasted(one))}`);
  return status === "resolved"
    ? [`Resolved after ${shownDuration(whole(before, alerts))}`]
    : [...listed(joined.map((one) => `Fires as well: *${summaryOf(one)}*`)), ...listed(ends)];
}

const listed = (lines: readonly string[]) =>
  lines.length > MOST ? [...lines.slice(0, MOST), `and ${lines.length - MOST} more`] : lines;

const lasted = ({ startsAt, endsAt }: NotifiedAlert) => Date.parse(endsAt) - Date.parse(startsAt);

function whole(before: Firing, alerts: readonly NotifiedAlert[]): number {
  const starts = [...Object.values(before), ...alerts].map(({ startsAt }) => Date.parse(startsAt));
  return Math.max(...alerts.map(({ endsAt }) => Date.parse(endsAt))) - Math.min(...starts);
}

/** Slack wants these three escaped in all text, and nothing else. */
const summaryOf = ({ annotations, labels }: NotifiedAlert) =>
  (annotations.summary ?? labels.alertname ?? "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
