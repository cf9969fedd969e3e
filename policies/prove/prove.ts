// What is proven of rules: that they fire, just do not, and resolve, and how many faults in them the same scenarios notice.
import { walk } from "../../components/promql";
import type { Rule } from "../content";
import { type Mutant, mutantsOf } from "./mutants";
import { type Played, play } from "./play";
import { planOf, type Scenario } from "./scenarios";
import { Unsolved } from "./series/labels";
import { type Cast, FAILS } from "./take";

export interface Proof {
  rule: Rule;
  /** Why it is not proven; undefined where it is. */
  reason?: string;
  mutants: number;
  /** Faults that no scenario notices. */
  survivors: readonly string[];
  /** What the scenarios showed of the rule. */
  revealed: readonly string[];
}

export interface ProofOptions {
  promtool: string;
  /** Seconds that promtool may take for one rule. */
  limit?: number;
  /** Called with each proof as it is there, in any order. */
  onProof?: (proof: Proof) => void;
}

/** Most rules take less than one. */
export const LIMIT = 60;

/** In the order of the rules. */
export async function proofsOf(
  rules: readonly Rule[],
  { promtool, limit = LIMIT, onProof = () => undefined }: ProofOptions,
): Promise<Proof[]> {
  const proofs = new Map<Rule, Proof>();
  const prove = (proof: Proof) => {
    proofs.set(proof.rule, proof);
    onProof(proof);
  };
  const casts = rules.flatMap((rule) => {
    const cast = castOf(rule);
    if (typeof cast !== "string") return [cast];
    prove(unproven(rule, cast));
    return [];
  });
  await play(casts, {
    promtool,
    limit,
    onPlayed: (cast, played) => prove(typeof played === "string" ? unproven(cast.rule, played) : proofOf(cast, played)),
  });
  return rules.map((rule) => proofs.get(rule) ?? unproven(rule, "promtool said nothing of it"));
}

const unproven = (rule: Rule, reason: string): Proof => ({ rule, reason, mutants: 0, survivors: [], revealed: [] });

/** How a rule is played, or why it cannot be. */
function castOf(rule: Rule): Cast | string {
  if ("error" in rule.parsed) return `its expression cannot be read: ${rule.parsed.error}`;
  try {
    return { rule, plan: planOf(rule, rule.parsed.expression), mutants: mutantsOf(rule.expr, rule.for) };
  } catch (error) {
    if (error instanceof Unsolved) return error.message;
    throw error;
  }
}

function proofOf({ rule, plan, mutants }: Cast, played: Played): Proof {
  const [itself = [], ...others] = played;
  const wrong = plan.scenarios.flatMap((scenario, s) => unexpected(scenario, itself[s] ?? []) ?? []);
  if (wrong.length > 0) return unproven(rule, wrong[0] ?? "");
  const revealed = plan.scenarios.flatMap((scenario, s) => shown(scenario, itself[s] ?? [], rule) ?? []);
  const survivors = mutants.filter((_: Mutant, i) => JSON.stringify(others[i]) === JSON.stringify(itself));
  return { rule, mutants: mutants.length, survivors: survivors.map(({ what }) => what), revealed };
}

const fires = (at: readonly string[] | undefined) => (at ?? []).some((one) => one !== FAILS);

/** What should have been otherwise; undefined where all is as expected. */
function unexpected({ title, expect }: Scenario, times: readonly (readonly string[])[]): string | undefined {
  if (!expect) return undefined;
  if (times.some((at) => at.includes(FAILS))) return `"${title}": its evaluation fails`;
  const [ever, atEnd] = [times.some(fires), fires(times.at(-1))];
  if (ever !== expect.ever) return `"${title}": it ${ever ? "fires" : "does not fire"}`;
  return atEnd === expect.atEnd ? undefined : `"${title}": it ${atEnd ? "does not resolve" : "is gone at the end"}`;
}

const asksForAbsence = (parsed: Rule["parsed"]) =>
  "expression" in parsed &&
  walk(parsed.expression).some(({ part }) => part.kind === "call" && part.name.startsWith("absent"));

/** What a scenario without an expectation shows that somebody may not expect. */
function shown({ title }: Scenario, times: readonly (readonly string[])[], { kind, parsed }: Rule): string | undefined {
  if (kind === "recording") return undefined;
  if (title === "absent" && times.some(fires) && !asksForAbsence(parsed))
    return "it fires where there is no data at all";
  if (title.startsWith("a counter is reset") && times.some(fires)) return "it fires when a counter is reset";
  if (title.startsWith("one scrape is missing")) {
    const first = times.findIndex(fires);
    const last = times.findLastIndex(fires);
    if (first !== -1 && times.slice(first, last + 1).some((at) => !fires(at)))
      return "it resolves and fires again when one scrape is missing";
    if (first === -1) return "it never fires when one scrape in its time is missing";
  }
  return undefined;
}
