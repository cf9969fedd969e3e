// One notification of a group → its hook is called once, as long as any of it fires, and what came of that is said.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../error-text";
import { groupName, type Notification } from "../incidents/notification";
import { shownDuration } from "../incidents/shown-duration";
import type { SlackGround } from "../incidents/slack";
import type { Asking } from "../monitoring/receivers/forms/proof";
import { call, type HookAccess } from "./call";
import type { Incident, Kept } from "./kept";
import { inSlack, type Outcome } from "./outcome";
import { payload } from "./payload";
import type { Hook, RemediationPlan } from "./plan";
import { addOutcome } from "./thread";

export interface RemedyGround {
  send: Asking["send"];
  alertmanager: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A hook's credentials; throws where a file cannot be read. */
  access: (hook: string) => Promise<HookAccess>;
  /** Without a bot's token nothing is added to threads. */
  slack?: SlackGround;
  /** Gets each outcome once, for logs and metrics. */
  ended: (hook: Hook, group: string, incident: string, outcome: Outcome) => void;
  /** Gets why a thread lacks an outcome. */
  untold: (error: Error) => void;
  /** Milliseconds until a call is given up; its default is for tests to change. */
  timeout?: number;
}

/** The message may be held back by a mute timing, and Slack may be broken: an alert of its own says so. */
const TELL_MS = 10 * 60_000;

/** Throws where Alertmanager is to send it again: it cannot be asked, or the thread cannot be added to yet. */
export async function remedy(
  notification: Notification,
  plan: RemediationPlan,
  kept: Kept,
  ground: RemedyGround,
): Promise<void> {
  const hook = plan.hooks.find(({ receiver }) => receiver === notification.receiver);
  if (!hook) throw new Error(`"${notification.receiver}" is no receiver of a hook`);
  const group = groupName(notification);
  const key = `${hook.name} ${group}`;
  const before = await onGoing(notification, kept.incident(key), ground);
  if (notification.status === "resolved") {
    if (before?.outcome && !before.told)
      await tell(before.outcome, notification, hook, plan, ground).catch(ground.untold);
    return kept.incident(key) ? kept.end(key) : undefined;
  }
  const incident = before
    ? await goneOn(before, notification, { hook, group, key }, kept, ground)
    : await begun(notification, { hook, group, key }, plan, kept, ground);
  if (incident.told || !incident.outcome) return undefined;
  await tell(incident.outcome, notification, hook, plan, ground).catch((error: Error) => {
    if (ground.now() - (incident.outcome?.at ?? 0) < TELL_MS) throw error;
    ground.untold(error);
  });
  return kept.set(key, { ...incident, told: true });
}

interface Which {
  hook: Hook;
  group: string;
  key: string;
}

const fingerprints = ({ alerts }: Notification) => alerts.map(({ fingerprint }) => fingerprint);

const alertsThere = z.array(z.object({ fingerprint: z.string() }));

/**
 * The group's incident, where it is not over: one of its alerts is notified, or held back by a silence. Alertmanager does not
 * send that a group is resolved which is silenced then.
 */
async function onGoing(
  notification: Notification,
  known: Incident | undefined,
  { send, alertmanager }: RemedyGround,
): Promise<Incident | undefined> {
  if (!known) return undefined;
  const own = new Set(known.fingerprints);
  if (fingerprints(notification).some((one) => own.has(one))) return known;
  const { status, body } = await send("GET", `${alertmanager}/api/v2/alerts?active=true&silenced=true&inhibited=true`);
  if (status >= 300) throw new Error(`Alertmanager answers ${status}`);
  return alertsThere.parse(JSON.parse(body)).some(({ fingerprint }) => own.has(fingerprint)) ? known : undefined;
}

/** It was called, or the limit was reached: neither is done again. */
async function goneOn(
  before: Incident,
  notification: Notification,
  { hook, group, key }: Which,
  kept: Kept,
  { now, ended }: RemedyGround,
): Promise<Incident> {
  const all = [...new Set([...before.fingerprints, ...fingerprints(notification)])];
  const outcome = before.outcome ?? {
    kind: "interrupted" as const,
    words: "was being called when this program ended: whether it acted is not known, and it is not called again",
    at: now(),
  };
  const incident = { ...before, fingerprints: all, heard: now(), outcome };
  await kept.set(key, incident);
  if (!before.outcome) ended(hook, group, before.id, outcome);
  return incident;
}

/** That it is called is on the disk before it is: at worst a call is missing, and never one too many. */
async function begun(
  notification: Notification,
  { hook, group, key }: Which,
  { environment }: RemediationPlan,
  kept: Kept,
  ground: RemedyGround,
): Promise<Incident> {
  const { name, limit } = hook;
  const at = ground.now();
  const incident = { id: randomUUID(), fingerprints: fingerprints(notification), heard: at, told: false };
  const isLimited = kept.callsSince(name, at - limit.perSeconds * 1000) >= limit.calls;
  if (!isLimited) kept.called(name, at);
  await kept.set(key, incident);
  const outcome: Outcome = isLimited
    ? { kind: "limited", words: `was not called: its limit is ${limitWords(limit)}`, at }
    : await called(incident.id, notification, hook, environment, ground);
  const done = { ...incident, outcome };
  await kept.set(key, done);
  ground.ended(hook, group, incident.id, outcome);
  return done;
}

async function called(
  incident: string,
  notification: Notification,
  hook: Hook,
  environment: string,
  { access, now, timeout }: RemedyGround,
): Promise<Outcome> {
  const body = payload(notification, hook, { environment, incident, now: now() });
  try {
    return await call(await access(hook.name), { incident, body, now, ...(timeout !== undefined && { timeout }) });
  } catch (error) {
    return { kind: "failed", words: `was not called: ${messageOf(error)}`, at: now() };
  }
}

const limitWords = ({ calls, perSeconds }: Hook["limit"]) =>
  `${calls} ${calls === 1 ? "call" : "calls"} in ${shownDuration(perSeconds * 1000)}`;

async function tell(
  { kind, words }: Outcome,
  notification: Notification,
  { name }: Hook,
  plan: RemediationPlan,
  { slack }: RemedyGround,
): Promise<void> {
  if (!slack) return;
  const text = `${kind === "succeeded" ? "" : ":warning: "}Remediation *${name}* ${inSlack(words)}`;
  await addOutcome(text, notification, plan, slack);
}
