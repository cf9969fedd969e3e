// One run of promtool: some scenarios of rules and of their mutants, and what it says of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../content";
import { inScratch, type Printed, printedBy } from "../verdicts";
import type { Mutant } from "./mutants";
import type { Plan } from "./scenarios";

export interface Cast {
  rule: Rule;
  plan: Plan;
  mutants: readonly Mutant[];
}

/** Of one rule: which of its scenarios, and who plays in them: the rule (0) and its mutants (1…). */
export interface Take {
  cast: Cast;
  scenarios: readonly number[];
  played: readonly number[];
}

export const takeOf = (cast: Cast): Take => ({
  cast,
  scenarios: cast.plan.scenarios.map((_, s) => s),
  played: [0, ...cast.mutants.map((_, i) => i + 1)],
});

/** Beside what a rule gives: its evaluation fails. */
export const FAILS = "its evaluation fails";

interface Seen {
  of: number;
  s: number;
  t: number;
  series: string;
}

interface Result {
  seen: readonly Seen[];
  /** Scenarios that were played to their end. */
  whole: ReadonlySet<number>;
  /** Whose evaluation failed in one of the others. */
  failing: ReadonlySet<number>;
}

/** What promtool prints of these takes. */
export async function printedOf(
  takes: readonly Take[],
  { promtool, limit }: { promtool: string; limit: number },
): Promise<Printed> {
  const printed = await inScratch("prove", (folder) => {
    for (const [i, take] of takes.entries()) {
      writeFileSync(join(folder, `${i}.rules.yml`), JSON.stringify(rulesOf(take, i)));
      writeFileSync(join(folder, `${i}.test.yml`), JSON.stringify(testOf(take, i)));
    }
    const tests = takes.map((_, i) => `${i}.test.yml`);
    return printedBy(promtool, ["test", "rules", ...tests], folder, { seconds: limit });
  });
  if (!printed) throw new Error(`${promtool} cannot be started`);
  return printed;
}

/** Names say whose they are, as all that promtool prints of several takes is one text. */
function rulesOf({ cast: { rule, plan, mutants }, played }: Take, of: number): object {
  const all = [{ expr: rule.expr, for: rule.for }, ...mutants].map(({ expr, for: waits }, i) =>
    rule.kind === "recording"
      ? { record: `r${of}m${i}`, expr, labels: rule.labels }
      : { alert: `r${of}m${i}`, expr, for: waits, keep_firing_for: rule.keepFiringFor },
  );
  const rules = all.filter((_, i) => played.includes(i));
  return { groups: [{ name: "prove", interval: `${plan.step}s`, rules }] };
}

/** A question that has an answer wherever a scenario is played to its end. */
const END = "end";

function testOf({ cast: { rule, plan }, scenarios }: Take, i: number): object {
  const asked = rule.kind === "recording" ? '{__name__=~"r[0-9]+m[0-9]+"}' : 'ALERTS{alertstate="firing"}';
  return {
    rule_files: [`${i}.rules.yml`],
    evaluation_interval: `${plan.step}s`,
    tests: scenarios.flatMap((s) => {
      const { series = {}, times = [] } = plan.scenarios[s] ?? {};
      const questions = [...times.map((time, t) => [asked, `t${t}`, time] as const), ["vector(1)", END, 0] as const];
      return {
        interval: `${plan.step}s`,
        // Promtools before 3.9 know no other beginning than 1970.
        ...(plan.start > 0 && { start_timestamp: plan.start }),
        input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
        // That nothing is expected makes promtool say what there is.
        promql_expr_test: questions.map(([expr, name, time]) => ({
          expr: `${expr} # r${i} s${s} ${name}`,
          eval_time: `${time}s`,
          exp_samples: [],
        })),
      };
    }),
  };
}

/** What promtool says there is, by the comment of the question. */
export function resultOf({ cast }: Take, output: string, i: number): Result {
  const seen: Seen[] = [];
  const whole = new Set<number>();
  for (const [, take = "", s = "", what = "", got = ""] of output.matchAll(
    /# r(\d+) s(\d+) (\w+)", time: [^\n]*\n\s*exp:[^\n]*\n\s*got: ?([^\n]*)/g,
  )) {
    if (Number(take) !== i) continue;
    if (what === END) whole.add(Number(s));
    else
      for (const series of got.split(/(?<=\} [^{ ]+), /)) {
        const of = Number(/(?:alertname|__name__)="r\d+m(\d+)"/.exec(series)?.[1] ?? Number.NaN);
        if (of <= cast.mutants.length)
          seen.push({
            of,
            s: Number(s),
            t: Number(what.slice(1)),
            series: series.replace(/(alertname|__name__)="r\d+m\d+",? ?/, ""),
          });
      }
  }
  const failing = [...output.matchAll(/rule: r(\d+)m(\d+), time: [^\n]*, err: /g)].flatMap(([, take, of]) =>
    Number(take) === i ? [Number(of)] : [],
  );
  return { seen, whole, failing: new Set(failing) };
}
