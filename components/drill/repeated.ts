// Drills again and again, and what is known of each alert from the last ones.
import { setTimeout as sleep } from "node:timers/promises";
import { brokenIn, type Drilled, drillChain, report } from "./drill";
import type { Ground } from "./ground";
import { kept } from "./kept";
import type { DrillPlan } from "./plan";

/** What is restarted, or deployed again, answers again within this time: nobody is notified of that. */
const CONFIRM_MS = 60_000;

export interface Schedule {
  /** Seconds from one drill to the next. */
  every: number;
  signal: AbortSignal;
  /** Milliseconds until what is found broken is looked at once more. */
  confirm?: number;
}

/** One drill, confirmed by a second where it finds something, and reported. Throws where Alertmanager does not take the report. */
export async function drillOnce(
  plan: DrillPlan,
  ground: Ground,
  { every, signal, confirm = CONFIRM_MS }: Schedule,
): Promise<Drilled> {
  const drill = async () => kept(await drillChain(plan, ground), ground);
  let drilled = await drill();
  if (brokenIn(drilled).length > 0) {
    await sleep(confirm, undefined, { signal });
    drilled = await drill();
  }
  await report(drilled, plan, ground, every);
  return drilled;
}

/** Goes on until it is aborted. What a drill throws is said, and the next one comes. */
export async function drillAgain(
  plan: DrillPlan,
  ground: Ground,
  schedule: Schedule,
  done: (result: Drilled | Error) => Promise<void> | void,
): Promise<void> {
  const { every, signal, confirm = CONFIRM_MS } = schedule;
  // What was deployed with it is not up yet.
  for (let wait = Math.min(confirm, every * 1000); ; wait = every * 1000) {
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const result = await drillOnce(plan, ground, schedule).catch((error: Error) => error);
    if (!signal.aborted) await done(result);
  }
}
