// The links from a rule to a receiver, each with how a continuous drill proves it. Nobody is notified.
import { z } from "zod";
import { waysOf } from "../monitoring/receivers";
import type { Ground } from "./ground";
import type { DrillPlan } from "./plan";
import { receiversReached } from "./routed";

/** What is broken, and the alerts that it concerns; all of them where none is named. */
export interface Broken {
  what: string;
  alerts?: readonly string[];
}

/** What became of a link. */
export interface Proof {
  broken: readonly Broken[];
  /** What cannot be asked without notifying somebody. */
  unproven?: readonly string[];
}

/** Throws where what it asks does not answer, which breaks all that it proves. */
type Link = (plan: DrillPlan, ground: Ground) => Promise<Proof>;

/** By what each proves, in the order of a message's way. */
export const LINKS: Readonly<Record<string, Link>> = {
  "Prometheus has every rule": rules,
  "targets show what rules read": inputs,
  "alerts reach Alertmanager": always,
  "routes lead to the receivers": routes,
  "receivers take messages": receivers,
};

const ruleGroups = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            name: z.string(),
            type: z.string(),
            health: z.string(),
            query: z.string(),
            duration: z.number().default(0),
            labels: z.record(z.string(), z.string()).default({}),
          }),
        ),
      }),
    ),
  }),
});

type LoadedRule = z.infer<typeof ruleGroups>["data"]["groups"][number]["rules"][number];

async function rules(plan: DrillPlan, { prometheus, send }: Ground): Promise<Proof> {
  const { groups } = ruleGroups.parse(await json(send, `${prometheus}/api/v1/rules?type=alert`)).data;
  const all = groups.flatMap((group) => group.rules);
  const formatted = async (expr: string) =>
    z
      .object({ data: z.string() })
      .parse(await json(send, `${prometheus}/api/v1/format_query?query=${encodeURIComponent(expr)}`)).data;
  const broken: Broken[] = [];
  for (const { alert, severity, rules } of plan.expected) {
    const found = all.filter(({ name, labels }) => name === alert && labels.severity === severity);
    const named = `${alert} (${severity})`;
    const say = (what: string) => void broken.push({ what, alerts: [alert] });
    if (found.length < rules.length) say(`Prometheus has ${found.length} of ${rules.length} rules ${named}`);
    else if (found.some(({ health }) => health === "err")) say(`${named} fails to evaluate`);
    else if (!(await areThere(rules, found, formatted))) say(`${named} has another condition than in the settings`);
  }
  return { broken };
}

const withoutSpace = (text: string) => text.replaceAll(/\s+/g, "");

/** Prometheus shows what it loaded in a form of its own, and brings any other text into that form. */
async function areThere(
  rules: DrillPlan["expected"][number]["rules"],
  found: readonly LoadedRule[],
  formatted: (expr: string) => Promise<string>,
): Promise<boolean> {
  for (const { expr, for: held } of rules) {
    const has = (text: string) =>
      found.some(({ query, duration }) => duration === held && withoutSpace(query) === withoutSpace(text));
    if (!has(expr) && !has(await formatted(expr))) return false;
  }
  return true;
}

/**
 * Recorded where targets that answer lack a metric; see `MISSING`. In a Prometheus' first minute nothing is judged: its own first scrape
 * is of a time when it had counted nothing.
 */
const LACKED = `count by (job, service, metric) (target:alert_inputs:missing)
  unless on () (time() - max(process_start_time_seconds{job="prometheus"}) < 60)`;

const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

async function inputs(plan: DrillPlan, { prometheus, send }: Ground): Promise<Proof> {
  const answer = await json(send, `${prometheus}/api/v1/query?query=${encodeURIComponent(LACKED)}`);
  const broken = vector.parse(answer).data.result.map(({ metric: { service = "", metric = "", job = "" } }) => ({
    what: `targets of ${service || job} do not show ${metric}`,
    alerts: plan.readers[metric] ?? [],
  }));
  return { broken };
}

/** Prometheus sends what fires again each minute. */
const FRESH_MS = 180_000;

const held = z.array(z.object({ updatedAt: z.string() }));

async function always({ always }: DrillPlan, { alertmanager, send, now }: Ground): Promise<Proof> {
  const broken: Broken[] = [];
  for (const alert of always) {
    const filter = encodeURIComponent(`alertname="${alert}"`);
    const found = held.parse(await json(send, `${alertmanager}/api/v2/alerts?filter=${filter}`));
    if (!found.some(({ updatedAt }) => now() - Date.parse(updatedAt) < FRESH_MS))
      broken.push({ what: `Alertmanager has no ${alert} of the last minutes: Prometheus does not reach it` });
  }
  return { broken };
}

async function routes(plan: DrillPlan, ground: Ground): Promise<Proof> {
  const reached = await receiversReached(plan.routes, ground);
  const broken = plan.routes.flatMap(({ labels, receivers }, index): Broken[] => {
    const { receivers: found = [], isInhibited = false } = reached[index] ?? {};
    const alerts = plan.expected.filter(({ severity }) => severity === labels.severity).map(({ alert }) => alert);
    const whose = `${labels.severity} alerts of ${labels.team}`;
    if (isInhibited) return [{ what: `${whose} are inhibited, whatever they say`, alerts }];
    if (found.join() === receivers.join()) return [];
    return [{ what: `${whose} reach ${found.join(", ") || "nobody"} and not ${receivers.join(", ")}`, alerts }];
  });
  return { broken };
}

async function receivers(plan: DrillPlan, ground: Ground): Promise<Proof> {
  const broken: Broken[] = [];
  const unproven = [...plan.unproven];
  for (const receiver of plan.receivers) {
    for (const { words, proof } of waysOf(receiver)) {
      const proven = await proof(ground).catch(({ message }: Error) => ({ refused: message }));
      if (proven === "unproven") unproven.push(`${receiver.name} (${words})`);
      else if (proven !== "taken") broken.push({ what: `${receiver.name} (${words}) refuses: ${proven.refused}` });
    }
  }
  return { broken, unproven };
}

/** Throws with the server's name. */
async function json(send: Ground["send"], url: string): Promise<unknown> {
  const { status, body } = await send("GET", url);
  if (status >= 300) throw new Error(`${new URL(url).host} answers ${status}: ${body.trim().slice(0, 200)}`);
  return JSON.parse(body);
}
