// Plays scenarios through promtool: of a rule and all its mutants at once, which fire when, with which labels.
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Rule } from "../content";
import { inScratch, printedBy } from "../verdicts";
import type { Mutant } from "./mutants";
import type { Plan } from "./scenarios";

export interface Cast {
  rule: Rule;
  plan: Plan;
  mutants: readonly Mutant[];
}

/** What each of the rule (0) and its mutants (1…) gives: by scenario and time, its series with their values. */
export type Played = readonly (readonly (readonly string[])[][])[];

/** Rules of one run of promtool. */
const AT_ONCE = 10;

export interface PlayOptions {
  promtool: string;
  /** Seconds that promtool may take for one rule. */
  limit: number;
  /** Called for each cast as soon as it is played, or with why it could not be. */
  onPlayed: (cast: Cast, played: Played | string) => void;
}

/** Plays all, a few at a time. */
export async function play(casts: readonly Cast[], options: PlayOptions): Promise<void> {
  const batches = Array.from({ length: Math.ceil(casts.length / AT_ONCE) }, (_, i) =>
    casts.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
  const worker = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await playBatch(batch, options);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, worker));
}

async function playBatch(casts: readonly Cast[], options: PlayOptions): Promise<void> {
  const printed = await inScratch("prove", (folder) => {
    for (const [i, cast] of casts.entries()) {
      writeFileSync(join(folder, `${i}.rules.yml`), JSON.stringify(rulesOf(cast)));
      writeFileSync(join(folder, `${i}.test.yml`), JSON.stringify(testOf(cast, i)));
    }
    const tests = casts.map((_, i) => `${i}.test.yml`);
    return printedBy(options.promtool, ["test", "rules", ...tests], folder, { seconds: options.limit });
  });
  if (!printed) throw new Error(`${options.promtool} cannot be started`);
  const { output, isStopped } = printed;
  if (isStopped && casts.length > 1) {
    // One of them takes long: each is played alone.
    for (const cast of casts) await playBatch([cast], options);
    return;
  }
  const seen = seenIn(output);
  for (const [i, cast] of casts.entries())
    options.onPlayed(
      cast,
      isStopped ? `promtool takes more than ${options.limit} s for it` : playedIn(output, seen, cast, i),
    );
}

function playedIn(
  output: string,
  seen: ReturnType<typeof seenIn>,
  { rule, mutants, plan }: Cast,
  i: number,
): Played | string {
  const own = output.split(/^Unit Testing: +/m).find((part) => part.startsWith(`${i}.test.yml`)) ?? "";
  const refused = /FAILED:\s*(\S[^\n]*)\n/.exec(own)?.[1]?.trim();
  if (refused && !/expr: /.test(own)) return `promtool refuses it: ${refused}`;
  return [rule, ...mutants].map((_, of) =>
    plan.scenarios.map((scenario, s) =>
      scenario.times.map((__, t) =>
        (seen.get(`r${i} s${s} t${t}`) ?? []).flatMap((one) => (one.of === of ? [one.series] : [])),
      ),
    ),
  );
}

function rulesOf({ rule, plan, mutants }: Cast): object {
  const all = [{ expr: rule.expr, for: rule.for }, ...mutants].map(({ expr, for: waits }, i) =>
    rule.kind === "recording"
      ? { record: `m${i}`, expr, labels: rule.labels }
      : { alert: `m${i}`, expr, for: waits, keep_firing_for: rule.keepFiringFor },
  );
  return { groups: [{ name: "prove", interval: `${plan.step}s`, rules: all }] };
}

function testOf({ rule, plan }: Cast, i: number): object {
  const asked = rule.kind === "recording" ? '{__name__=~"m[0-9]+"}' : 'ALERTS{alertstate="firing"}';
  return {
    rule_files: [`${i}.rules.yml`],
    evaluation_interval: `${plan.step}s`,
    tests: plan.scenarios.map(({ series, times }, s) => ({
      interval: `${plan.step}s`,
      input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
      // That nothing is expected makes promtool say what there is.
      promql_expr_test: times.map((time, t) => ({
        expr: `${asked} # r${i} s${s} t${t}`,
        eval_time: `${time}s`,
        exp_samples: [],
      })),
    })),
  };
}

/** What promtool says there is, by the comment of the question. */
function seenIn(output: string): Map<string, { of: number; series: string }[]> {
  const found = new Map<string, { of: number; series: string }[]>();
  for (const [, id = "", got = ""] of output.matchAll(
    /# (r\d+ s\d+ t\d+)", time: [^\n]*\n\s*exp:[^\n]*\n\s*got: ?([^\n]*)/g,
  )) {
    const series = got.split(/(?<=\} [^{ ]+), /).map((one) => ({
      of: Number(/(?:alertname|__name__)="m(\d+)"/.exec(one)?.[1] ?? Number.NaN),
      series: one.replace(/(alertname|__name__)="m\d+",? ?/, ""),
    }));
    found.set(id, series);
  }
  return found;
}
