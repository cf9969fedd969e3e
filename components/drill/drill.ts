// A drill of the whole chain, again and again: every link is proven, and what is broken is an alert of its own.
import { DRILL_FAILED } from "../monitoring/notifications/drill-failed";
import { LINKS, type Proof } from "./chain";
import type { Ground } from "./ground";
import type { DrillPlan } from "./plan";

export interface Drilled {
  /** By link, in the order of a message's way; nothing is broken where all of it is proven. */
  links: Readonly<Record<string, Proof>>;
  /** The alerts of which every link is proven. */
  proven: readonly string[];
}

/** Asks everything; throws nothing. */
export async function drillChain(plan: DrillPlan, ground: Ground): Promise<Drilled> {
  const links: Record<string, Proof> = {};
  for (const [name, link] of Object.entries(LINKS))
    links[name] = await link(plan, ground).catch(({ message }: Error) => ({ broken: [{ what: message }] }));
  const all = [...new Set(plan.expected.map(({ alert }) => alert))];
  const concerned = new Set(Object.values(links).flatMap(({ broken }) => broken.flatMap(({ alerts = all }) => alerts)));
  return { links, proven: all.filter((alert) => !concerned.has(alert)) };
}

export const brokenIn = ({ links }: Drilled): string[] =>
  Object.values(links).flatMap(({ broken }) => broken.map(({ what }) => what));

export const unprovenIn = ({ links }: Drilled): string[] =>
  Object.values(links).flatMap(({ unproven = [] }) => unproven);

/** At most this many are listed in a message. */
const MOST = 10;

/**
 * Notifies who answers for it where a link is broken, until a drill finds none or no further one comes.
 * Throws where Alertmanager does not take it; then the dead-man's switch gets nothing either.
 * @param every Seconds between two drills.
 */
export async function report(drilled: Drilled, plan: DrillPlan, ground: Ground, every: number): Promise<void> {
  const broken = brokenIn(drilled);
  const at = (seconds: number) => new Date(ground.now() + seconds * 1000).toISOString();
  const rest = broken.length > MOST ? [`and ${broken.length - MOST} more`] : [];
  const alert = {
    labels: {
      alertname: DRILL_FAILED,
      severity: "critical",
      service: "drill",
      team: plan.team,
      environment: plan.environment,
    },
    annotations: {
      summary: "A drill found that alerts do not arrive",
      description: [...broken.slice(0, MOST), ...rest].join("; "),
    },
    endsAt: broken.length > 0 ? at(3 * every) : at(0),
  };
  const sent = [ground.alertmanager, ...(ground.others ?? [])].map(async (alertmanager) => {
    const { status, body } = await ground.send("POST", `${alertmanager}/api/v2/alerts`, { body: [alert] });
    if (status >= 300) throw new Error(`Alertmanager refuses (${status}): ${body.trim().slice(0, 200)}`);
  });
  // One that is down does not keep it from the others.
  for (const one of await Promise.allSettled(sent)) if (one.status === "rejected") throw one.reason;
}
