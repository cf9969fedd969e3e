// One notification of a group → what is added to the thread of its message.
import { z } from "zod";
import { HttpError } from "../sample/http";
import { changesSince, firingAfter, isSame } from "./changes";
import { type ContextGround, inhibitedBy, usualDuration } from "./context";
import { lastHour } from "./last-hour";
import { groupName, type Notification } from "./notification";
import { placeOf, soughtIn } from "./place";
import type { IncidentsPlan } from "./plan";
import { addPicture, addToThread, messageOf, type Place, type SlackGround } from "./slack";

/** An incident whose message is known. */
const incident = z.object({
  channel: z.string(),
  ts: z.string(),
  firing: z.record(z.string(), z.object({ summary: z.string(), startsAt: z.string() })),
});

/** By receiver and group, as it is kept over a restart. */
export const incidents = z.record(z.string(), incident);

export type Incidents = z.infer<typeof incidents>;

export interface FollowGround extends ContextGround {
  slack: SlackGround;
  /** Gets why a graph is left out: the rest of the thread does not need it. */
  failed: (error: Error) => void;
}

/**
 * Adds to the thread, and returns the incidents that go on. Alertmanager sends to Slack and to this at the same time, so that the
 * message may come later: throws `NoMessageYet` then, and what Slack says where it refuses.
 */
export async function follow(
  notification: Notification,
  plan: IncidentsPlan,
  known: Incidents,
  ground: FollowGround,
): Promise<Incidents> {
  const { receiver, groupKey, status } = notification;
  const channel = Object.hasOwn(plan.channels, receiver) ? plan.channels[receiver] : undefined;
  if (channel === undefined) throw new HttpError(404, "the messages of this receiver have no threads");
  const key = `${receiver} ${groupKey}`;
  const { [key]: kept, ...others } = known;
  const goesOn = kept && (isSame(kept.firing, notification) || !(await isOver(kept, notification, ground)));
  const before = goesOn ? kept : undefined;
  const firing = firingAfter(before?.firing ?? {}, notification);
  if (!before) {
    // One that ended before anything was known of it has nothing to add.
    if (status === "resolved") return kept ? others : known;
    const place = await placeOf(soughtIn(channel, notification), ground.slack);
    for (const line of await contextOf(notification, ground)) await addToThread(place, line, ground.slack);
    await addGraph(place, notification, plan, ground).catch(ground.failed);
    return { ...known, [key]: { ...place, firing } };
  }
  const lines = changesSince(before.firing, notification);
  if (lines.length > 0) await addToThread(before, lines.join("\n"), ground.slack);
  if (status === "firing") return { ...known, [key]: { ...before, firing } };
  return others;
}

/**
 * Whether the group has a later message than the one that is known: another incident's, where the end of this one was not sent here.
 * Without one, Alertmanager goes on with the message that is known, as after its restart, or where a silence held back the end.
 */
async function isOver(kept: Place, notification: Notification, { slack }: FollowGround): Promise<boolean> {
  const later = Number(kept.ts) + 0.001;
  return (await messageOf(groupName(notification), kept.channel, later, slack)) !== undefined;
}

async function addGraph(place: Place, notification: Notification, { graphs }: IncidentsPlan, ground: FollowGround) {
  const hour = await lastHour(notification, graphs, ground);
  if (hour) await addPicture(place, hour, ground.slack);
}

/** What cannot be asked is left out: the thread is of more use than its first line. */
async function contextOf(notification: Notification, ground: FollowGround): Promise<string[]> {
  const asked = [usualDuration, inhibitedBy].map((ask) => ask(notification, ground).catch(() => undefined));
  const lines = (await Promise.all(asked)).flatMap((line) => line ?? []);
  return lines.length > 0 ? [lines.join("\n")] : [];
}
