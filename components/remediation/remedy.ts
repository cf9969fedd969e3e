// One notification of a group → its hook is called once, as long as any of it fires, and what came of that is said.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../error-text";
import { groupName, type Notification } from "../incidents/notification";
import { shownDuration } from "../incidents/shown-duration";
import type { Asking } from "../monitoring/receivers/forms/proof";
import { call, type HookAccess } from "./call";
import { type Book, callsSince, type Incident, withCall, withIncident } from "./ledger/book";
import { type Changed, type Ledger, NotKept } from "./ledger/ledger";
import type { Outcome } from "./outcome";
import { payload } from "./payload";
import type { Hook, RemediationPlan } from "./plan";
import { noteOf } from "./thread";

export interface RemedyGround {
  send: Asking["send"];
  alertmanager: string;
  /** This program among those that have the same ledger. */
  name: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A hook's credentials; throws where a file cannot be read. */
  access: (hook: string) => Promise<HookAccess>;
  /** Gets each outcome once, for logs and metrics. */
  ended: (hook: Hook, group: string, incident: string, outcome: Outcome) => void;
  /** Outcomes that could not be kept, by incident: whether it was interrupted is known here. */
  unkept: Map<string, Outcome>;
  /** Hooks and groups that could not be called since nothing could be kept. */
  unclaimed: Set<string>;
  /** Milliseconds until a call is given up; its default is for tests to change. */
  timeout?: number;
}

/** One notification of one hook's group. */
interface Round {
  notification: Notification;
  plan: RemediationPlan;
  ledger: Ledger;
  ground: RemedyGround;
  hook: Hook;
  group: string;
  /** Of the incident, if it is a new one. */
  id: string;
}

/** What is to be done once it is known to all. */
type Step = { kind: "nothing" } | { kind: "call"; incident: Incident } | { kind: "said"; id: string; outcome: Outcome };

const NOTHING: Step = { kind: "nothing" };

/** Throws where Alertmanager is to send it again: it cannot be asked, nothing can be kept, or another program is calling. */
export async function remedy(
  notification: Notification,
  plan: RemediationPlan,
  ledger: Ledger,
  ground: RemedyGround,
): Promise<void> {
  const hook = plan.hooks.find(({ receiver }) => receiver === notification.receiver);
  if (!hook) throw new Error(`"${notification.receiver}" is no receiver of a hook`);
  const group = groupName(notification);
  const round = { notification, plan, ledger, ground, hook, group, id: randomUUID() };
  const step = await ledger
    .change(hook.name, (book) => next(book, round))
    .catch((error: Error) => notCalled(error, round));
  ground.unclaimed.delete(`${hook.name} ${group}`);
  if (step.kind === "said") ground.ended(hook, group, step.id, step.outcome);
  if (step.kind === "call") await callAndSay(step.incident, round);
}

/** Counts, and is said, once until it is known again what has been called. Throws, so that Alertmanager asks again. */
async function notCalled(error: Error, { notification, plan, ledger, ground, hook, group }: Round): Promise<never> {
  const key = `${hook.name} ${group}`;
  const isClaim = error instanceof NotKept && notification.status === "firing";
  if (!isClaim || ground.unclaimed.has(key)) throw error;
  ground.unclaimed.add(key);
  const outcome: Outcome = { kind: "unclaimed", words: `${UNCLAIMED} (${error.message})`, at: ground.now() };
  ground.ended(hook, group, "not known", outcome);
  const note = noteOf(outcome, notification, hook, plan);
  // Where the disk is full it is not there either.
  if (note) await ledger.note(note).catch(() => undefined);
  throw error;
}

const UNCLAIMED = "is not called now: what has been called cannot be asked or kept; it is tried again while this fires";

async function next(book: Book, round: Round): Promise<Changed<Step>> {
  const { notification, group, id } = round;
  const known = book.incidents[group];
  if (notification.status === "resolved") {
    if (!known || known.ended !== undefined) return { result: NOTHING };
    return goneOn(book, { ...known, ended: endOf(notification) }, round);
  }
  if (!known) return begun(book, round);
  // Written by this very change, whose answer was lost.
  if (known.id === id) return { result: known.outcome ? NOTHING : { kind: "call", incident: known } };
  if (known.ended !== undefined)
    return isOf(known, known.ended, notification) ? { result: NOTHING } : begun(book, round);
  return (await isOnGoing(known, round)) ? goneOn(book, known, round) : begun(book, round);
}

const fingerprints = ({ alerts }: Notification) => alerts.map(({ fingerprint }) => fingerprint);

const endOf = ({ alerts }: Notification) =>
  Math.max(0, ...alerts.map(({ endsAt }) => Date.parse(endsAt)).filter(Number.isFinite));

/** Whether all that fires belongs to an incident that has ended: the other server's news of it came late. */
function isOf({ fingerprints: own }: Incident, ended: number, { alerts }: Notification): boolean {
  const firing = alerts.filter(({ status }) => status === "firing");
  return firing.every(({ fingerprint, startsAt }) => own.includes(fingerprint) && Date.parse(startsAt) <= ended);
}

const alertsThere = z.array(z.object({ fingerprint: z.string() }));

/**
 * Whether it is not over: one of its alerts is notified, or held back by a silence. Alertmanager does not send that a group is
 * resolved which is silenced then.
 */
async function isOnGoing(known: Incident, { notification, ground }: Round): Promise<boolean> {
  const own = new Set(known.fingerprints);
  if (fingerprints(notification).some((one) => own.has(one))) return true;
  const all = `${ground.alertmanager}/api/v2/alerts?active=true&silenced=true&inhibited=true`;
  const { status, body } = await ground.send("GET", all);
  if (status >= 300) throw new Error(`Alertmanager answers ${status}`);
  return alertsThere.parse(JSON.parse(body)).some(({ fingerprint }) => own.has(fingerprint));
}

/** Milliseconds after which a call is over that another program began: each writes that it calls, and calls at once. */
const CALL_MS = 30_000;

const INTERRUPTED =
  "was being called when what calls it ended: whether it acted is not known, and it is not called again";

/** It was called, or the limit was reached: neither is done again. */
function goneOn(book: Book, known: Incident, { notification, plan, ground, hook, group }: Round): Changed<Step> {
  const at = ground.now();
  const all = [...new Set([...known.fingerprints, ...fingerprints(notification)])];
  const incident = { ...known, fingerprints: all, heard: at };
  if (known.outcome) return { book: withIncident(book, group, incident), result: NOTHING };
  const unkept = ground.unkept.get(known.id);
  if (unkept) return { book: withIncident(book, group, { ...incident, outcome: unkept }), result: NOTHING };
  if (known.by !== ground.name && at - known.heard < CALL_MS) throw new Error(`${known.by} is calling ${hook.name}`);
  const outcome: Outcome = { kind: "interrupted", words: INTERRUPTED, at };
  return {
    book: withIncident(book, group, { ...incident, outcome }),
    note: noteOf(outcome, notification, hook, plan),
    result: { kind: "said", id: known.id, outcome },
  };
}

/** That it is called is known to all before it is: at worst a call is missing, and never one too many. */
function begun(book: Book, { notification, plan, ground, hook, group, id }: Round): Changed<Step> {
  const at = ground.now();
  const incident = { id, by: ground.name, fingerprints: fingerprints(notification), heard: at };
  if (callsSince(book, at - hook.limit.perSeconds * 1000) < hook.limit.calls)
    return {
      book: withIncident(withCall(book, at), group, incident),
      result: { kind: "call", incident },
    };
  const outcome: Outcome = { kind: "limited", words: `was not called: its limit is ${limitWords(hook.limit)}`, at };
  return {
    book: withIncident(book, group, { ...incident, outcome }),
    note: noteOf(outcome, notification, hook, plan),
    result: { kind: "said", id, outcome },
  };
}

/** What came of it counts, and is said, also where it can no longer be kept: then the incident looks interrupted to others. */
async function callAndSay(incident: Incident, round: Round): Promise<void> {
  const { notification, plan, ledger, ground, hook, group } = round;
  const outcome = await called(incident.id, round);
  ground.ended(hook, group, incident.id, outcome);
  const note = noteOf(outcome, notification, hook, plan);
  try {
    await ledger.change(hook.name, async (book) => {
      const known = book.incidents[group];
      const isKnown = known?.id === incident.id;
      return { ...(isKnown && { book: withIncident(book, group, { ...known, outcome }) }), note, result: undefined };
    });
  } catch (error) {
    ground.unkept.set(incident.id, outcome);
    if (error instanceof NotKept && note) await ledger.note(note);
    throw error;
  }
}

async function called(incident: string, { notification, plan, ground, hook }: Round): Promise<Outcome> {
  const { access, now, timeout } = ground;
  const body = payload(notification, hook, { environment: plan.environment, incident, now: now() });
  try {
    return await call(await access(hook.name), { incident, body, now, ...(timeout !== undefined && { timeout }) });
  } catch (error) {
    return { kind: "failed", words: `was not called: ${messageOf(error)}`, at: now() };
  }
}

const limitWords = ({ calls, perSeconds }: Hook["limit"]) =>
  `${calls} ${calls === 1 ? "call" : "calls"} in ${shownDuration(perSeconds * 1000)}`;
