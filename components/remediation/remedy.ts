// One notification of a group → its hook is called once, as long as any of it fires, and what came of that is said.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../error-text";
import { groupName, type Notification } from "../incidents/notification";
import { shownDuration } from "../incidents/shown-duration";
import type { Asking } from "../monitoring/receivers/forms/proof";
import { call, type HookAccess } from "./call";
import type { Incident, Kept } from "./kept";
import type { Outcome } from "./outcome";
import { payload } from "./payload";
import type { Hook, RemediationPlan } from "./plan";
import { noteOf } from "./thread";

export interface RemedyGround {
  send: Asking["send"];
  alertmanager: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A hook's credentials; throws where a file cannot be read. */
  access: (hook: string) => Promise<HookAccess>;
  /** Gets each outcome once, for logs and metrics. */
  ended: (hook: Hook, group: string, incident: string, outcome: Outcome) => void;
  /** Milliseconds until a call is given up; its default is for tests to change. */
  timeout?: number;
}

/** One notification of one hook's group. */
interface Round {
  notification: Notification;
  plan: RemediationPlan;
  kept: Kept;
  ground: RemedyGround;
  hook: Hook;
  group: string;
  /** Of the incident in what is kept. */
  key: string;
}

/** Throws where Alertmanager is to send it again: it cannot be asked, or the disk takes nothing. */
export async function remedy(
  notification: Notification,
  plan: RemediationPlan,
  kept: Kept,
  ground: RemedyGround,
): Promise<void> {
  const hook = plan.hooks.find(({ receiver }) => receiver === notification.receiver);
  if (!hook) throw new Error(`"${notification.receiver}" is no receiver of a hook`);
  const group = groupName(notification);
  const round = { notification, plan, kept, ground, hook, group, key: `${hook.name} ${group}` };
  const known = kept.incident(round.key);
  if (notification.status === "resolved") return known ? kept.end(round.key) : undefined;
  return known && (await isOnGoing(known, round)) ? goneOn(known, round) : begun(round);
}

const fingerprints = ({ alerts }: Notification) => alerts.map(({ fingerprint }) => fingerprint);

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

const INTERRUPTED =
  "was being called when this program ended: whether it acted is not known, and it is not called again";

/** It was called, or the limit was reached: neither is done again. */
async function goneOn(known: Incident, round: Round): Promise<void> {
  const { notification, kept, ground, key } = round;
  const at = ground.now();
  const all = [...new Set([...known.fingerprints, ...fingerprints(notification)])];
  const incident = { ...known, fingerprints: all, heard: at };
  if (incident.outcome) return kept.set(key, incident);
  return end(incident, { kind: "interrupted", words: INTERRUPTED, at }, round);
}

/** That it is called is on the disk before it is: at worst a call is missing, and never one too many. */
async function begun(round: Round): Promise<void> {
  const { notification, kept, ground, key } = round;
  const { name, limit } = round.hook;
  const at = ground.now();
  const incident = { id: randomUUID(), fingerprints: fingerprints(notification), heard: at };
  const isLimited = kept.callsSince(name, at - limit.perSeconds * 1000) >= limit.calls;
  if (!isLimited) kept.called(name, at);
  await kept.set(key, incident);
  const outcome: Outcome = isLimited
    ? { kind: "limited", words: `was not called: its limit is ${limitWords(limit)}`, at }
    : await called(incident.id, round);
  return end(incident, outcome, round);
}

async function end(incident: Incident, outcome: Outcome, round: Round): Promise<void> {
  const { notification, plan, kept, ground, hook, group, key } = round;
  const note = noteOf(outcome, notification, hook, plan);
  if (note) kept.note(note);
  await kept.set(key, { ...incident, outcome });
  ground.ended(hook, group, incident.id, outcome);
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
