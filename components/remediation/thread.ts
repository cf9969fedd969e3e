// The thread that an outcome is added to: that of the message which people got of the same group.
import { NoMessageYet } from "../incidents/follow";
import { groupName, type Notification } from "../incidents/notification";
import { addToThread, channelId, messageOf, type SlackGround } from "../incidents/slack";
import { walkOf } from "../monitoring/notifications/walk";
import type { RemediationPlan } from "./plan";

/** The clocks of Prometheus and of Slack may be as far apart. */
const APART_SECONDS = 5;

/**
 * Whether a thread has it now; false where no receiver of these alerts has threads. Throws `NoMessageYet` where the message is not
 * there, and what Slack says where it refuses.
 */
export async function addOutcome(
  text: string,
  notification: Notification,
  { channels, routes }: RemediationPlan,
  slack: SlackGround,
): Promise<boolean> {
  const { commonLabels, alerts } = notification;
  const channel = walkOf(routes)(commonLabels).flatMap(({ receiver }) => channels[receiver] ?? [])[0];
  if (channel === undefined) return false;
  const id = await channelId(channel, slack);
  if (id === undefined) throw new NoMessageYet(`Slack's bot is in no channel ${channel}`);
  const oldest = Math.min(...alerts.map(({ startsAt }) => Date.parse(startsAt) / 1000)) - APART_SECONDS;
  const place = await messageOf(groupName(notification), id, oldest, slack);
  if (!place) throw new NoMessageYet(`${channel} has no message of ${groupName(notification)} yet`);
  await addToThread(place, text, slack);
  return true;
}
