// Where a group's message is in Slack.
import { groupName, type Notification } from "./notification";
import { channelId, messageOf, type Place, type SlackGround } from "./slack";

/** The group's message is not there, so that it is looked for again later. */
export class NoMessageYet extends Error {}

/** What is looked for. */
export interface Sought {
  /** An id, or a name with `#`. */
  channel: string;
  group: string;
  /** In seconds since 1970: what is older is a message of another incident. */
  oldest: number;
}

/** The clocks of Prometheus and of Slack may be as far apart. */
const APART_SECONDS = 5;

/** A message of the group's last incident is older than this one's alerts. */
export const soughtIn = (channel: string, notification: Notification): Sought => ({
  channel,
  group: groupName(notification),
  oldest: Math.min(...notification.alerts.map(({ startsAt }) => Date.parse(startsAt) / 1000)) - APART_SECONDS,
});

/** Throws `NoMessageYet` where the message is not there, and what Slack says where it refuses. */
export async function placeOf({ channel, group, oldest }: Sought, slack: SlackGround): Promise<Place> {
  const id = await channelId(channel, slack);
  if (id === undefined) throw new NoMessageYet(`Slack's bot is in no channel ${channel}`);
  const found = await messageOf(group, id, oldest, slack);
  if (!found) throw new NoMessageYet(`${channel} has no message of ${group} yet`);
  return found;
}
