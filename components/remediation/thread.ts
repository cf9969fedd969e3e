// The threads that outcomes are added to: those of the messages which people got of the same groups.
import type { Notification } from "../incidents/notification";
import { NoMessageYet, placeOf, soughtIn } from "../incidents/place";
import { addToThread, type SlackGround } from "../incidents/slack";
import { walkOf } from "../monitoring/notifications/walk";
import { Queue } from "../sample/inbox/receipts/durable";
import type { Note } from "./ledger/kept";
import type { Ledger } from "./ledger/ledger";
import { inSlack, type Outcome } from "./outcome";
import type { Hook, RemediationPlan } from "./plan";

/** What the thread is to say of an outcome; undefined where no receiver of these alerts has threads. */
export function noteOf(
  { kind, words, at }: Outcome,
  notification: Notification,
  { name }: Hook,
  { channels, routes }: RemediationPlan,
): Note | undefined {
  const channel = walkOf(routes)(notification.commonLabels).flatMap(({ receiver }) => channels[receiver] ?? [])[0];
  if (channel === undefined) return undefined;
  return {
    ...soughtIn(channel, notification),
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
    private readonly kept: Pick<Ledger, "notes" | "drop">,
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

async function add({ text, ...sought }: Note, slack: SlackGround): Promise<undefined> {
  await addToThread(await placeOf(sought, slack), text, slack);
}
