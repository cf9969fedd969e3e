// What Alertmanager's event recorder wrote into its log: who was notified of what, and when.
import { z } from "zod";
import { grouped } from "../../../components/grouped";
import type { Firing } from "./firings";
import type { Judged } from "./suppressed";

/** One message that an integration of a receiver took. */
export interface Sent {
  /** Unix seconds. */
  at: number;
  receiver: string;
  /** Such as `slack`. */
  integration: string;
  /** The labels of the alerts in it that fired. */
  firing: readonly ReadonlyMap<string, string>[];
}

export interface Recorded {
  /** Unix seconds of the first event: what was before is not known. */
  fromSeconds: number;
  sent: readonly Sent[];
}

/** Drills are sent beside messages, and to nobody. */
const DRILLS = "tocsin/drills";

/** Where an event begins in a line, whatever a log puts before it. */
const BEGINS = '{"@timestamp"';

const labelSet = z.object({
  labels: z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]),
});

const grouping = z.object({ hash: z.string(), details: z.object({ labels: labelSet }).optional() });

const eventLine = z.object({
  "@timestamp": z.iso.datetime(),
  data: z.object({
    notification: z
      .object({
        alerts: z.array(grouping).default([]),
        firingAlerts: z.array(grouping).default([]),
        groupInfo: z.object({ receiverName: z.string() }),
        integration: z.object({ name: z.string() }),
      })
      .optional(),
  }),
});

/** Undefined where the log has no event. What is no event, or was cut off, is passed over. */
export function recordedIn(log: string): Recorded | undefined {
  const events = log.split("\n").flatMap((line) => {
    const event = eventIn(line);
    return event ? [{ at: Date.parse(event["@timestamp"]) / 1000, ...event.data }] : [];
  });
  if (events.length === 0) return undefined;
  const sent = events.flatMap(({ at, notification }): Sent[] => {
    if (!notification || notification.groupInfo.receiverName === DRILLS) return [];
    const firing = new Set(notification.firingAlerts.map(({ hash }) => hash));
    const labels = notification.alerts.flatMap(({ hash, details }) =>
      details && firing.has(hash) ? [new Map(details.labels.labels.map(({ key, value }) => [key, value]))] : [],
    );
    return [
      { at, receiver: notification.groupInfo.receiverName, integration: notification.integration.name, firing: labels },
    ];
  });
  return { fromSeconds: events.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY), sent };
}

function eventIn(line: string): z.infer<typeof eventLine> | undefined {
  const begins = line.indexOf(BEGINS);
  if (begins === -1) return undefined;
  try {
    return eventLine.safeParse(JSON.parse(line.slice(begins))).data;
  } catch {
    return undefined;
  }
}

/** Not among the labels that Alertmanager knows. */
const ONLY_OF_SERIES = ["alertstate", "__name__"];

/**
 * Firings with what became of them by the record, where it reaches back to their beginning: one that somebody was notified of was sent,
 * whatever was to be expected, and one that nobody was notified of was not delivered.
 * @param stepSeconds How much earlier than it is seen to a firing may have begun.
 */
export function asRecorded(firings: readonly Judged[], { fromSeconds, sent }: Recorded, stepSeconds: number): Judged[] {
  const byAlert = grouped(
    sent.flatMap(({ at, firing }) => firing.map((labels) => ({ at, labels, alert: labels.get("alertname") ?? "" }))),
    ({ alert }) => alert,
  );
  return firings.map((one): Judged => {
    if (one.from < fromSeconds) return one;
    const labels = labelsOf(one);
    const isNotified = (byAlert.get(one.alert) ?? []).some(
      (message) =>
        message.at > one.from - stepSeconds &&
        message.at <= one.to &&
        labels.every(([name, value]) => message.labels.get(name) === value),
    );
    if (isNotified) return { ...one, fate: "sent" };
    return one.fate === "sent" ? { ...one, fate: "undelivered" } : one;
  });
}

const labelsOf = ({ series }: Firing): [string, string][] =>
  z
    .array(z.tuple([z.string(), z.string()]))
    .parse(JSON.parse(series))
    .filter(([name]) => !ONLY_OF_SERIES.includes(name));

/** The messages of one integration of a receiver. */
export interface Notified {
  receiver: string;
  integration: string;
  messages: number;
  /** Of those, at night. */
  atNight: number;
  /** Unix seconds. */
  last: number;
}

/** By receiver, within a time; the one with most messages first. */
export function notifiedIn(
  { sent }: Recorded,
  { startSeconds, endSeconds }: { startSeconds: number; endSeconds: number },
  isAtNight: (at: number) => boolean,
): Notified[] {
  const within = sent.filter(({ at }) => at >= startSeconds && at <= endSeconds);
  return [...grouped(within, ({ receiver, integration }) => JSON.stringify([receiver, integration])).values()]
    .map((all) => ({
      receiver: all[0].receiver,
      integration: all[0].integration,
      messages: all.length,
      atNight: all.filter(({ at }) => isAtNight(at)).length,
      last: Math.max(...all.map(({ at }) => at)),
    }))
    .sort((a, b) => b.messages - a.messages || a.receiver.localeCompare(b.receiver));
}
