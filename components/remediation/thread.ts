// The threads that outcomes are added to: those of the messages which people got of the same groups.
import { NoMessageYet } from "../incidents/follow";
import { groupName, type Notification } from "../incidents/notification";
import { addToThread, channelId, messageOf, type SlackGround } from "../incidents/slack";
import { walkOf } from "../monitoring/notifications/walk";
import { Queue } from "../sample/inbox/receipts/durable";
import type { Kept, Note } from "./kept";
import { inSlack, type Outcome } from "./outcome";
import type { Hook, RemediationPlan } from "./plan";

/** The clocks of Prometheus and of Slack may be as far apart. */
const APART_SECONDS = 5;

/** What the thread is to say of an outcome; undefined where no receiver of these alerts has threads. */
export function noteOf(
  { kind, words, at }: Outcome,
  notification: Notification,
  { name }: Hook,
  { channels, routes }: RemediationPlan,
): Note | undefined {
  const { commonLabels, alerts } = notification;
  const channel = walkOf(routes)(commonLabels).flatMap(({ receiver }) => channels[receiver] ?? [])[0];
  if (channel === undefined) return undefined;
  return {
    channel,
    group: groupName(notification),
    oldest: Math.min(...alerts.map(({ startsAt }) => Date.parse(startsAt) / 1000)) - APART_SECONDS,
    text: `${kind === "succeeded" ? "" : ":warning: "}Remediation *${name}* ${inSlack(words)}`,
    since: at,
  };
}

/** The message may be held back by a mute timing, and Slack may be broken: an alert of its own says that. */
const TELL_MS = 10 * 60_000;

export interface TellGround {
  slack: SlackGround;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Gets why a thread lacks an outcome for good. */
  untold: (error: Error) => void;
}

/** Adds what waits to threads, as soon as their messages are there. */
export class Teller {
  private readonly queue = new Queue();

  constructor(
    private readonly kept: Kept,
    private readonly ground: TellGround,
  ) {}

  /** Tries each note once; where Slack fails, the rest waits as well. */
  tell(): Promise<void> {
    return this.queue.run(async () => {
      for (const note of this.kept.notes) {
        const error = await add(note, this.ground.slack).catch((error: Error) => error);
        const isLate = this.ground.now() - note.since > TELL_MS;
        if (error && isLate) this.ground.untold(error);
        if (!error || isLate) await this.kept.drop(note);
        else if (!(error instanceof NoMessageYet)) return;
      }
    });
  }
}

/** Throws `NoMessageYet` where the message is not there, and what Slack says where it refuses. */
async function add({ channel, group, oldest, text }: Note, slack: SlackGround): Promise<undefined> {
  const id = await channelId(channel, slack);
  if (id === undefined) throw new NoMessageYet(`Slack's bot is in no channel ${channel}`);
  const place = await messageOf(group, id, oldest, slack);
  if (!place) throw new NoMessageYet(`${channel} has no message of ${group} yet`);
  await addToThread(place, text, slack);
}
