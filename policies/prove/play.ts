// Plays scenarios through promtool: of a rule and all its mutants at once, which fire when, with which labels.
import { availableParallelism } from "node:os";
import { type Cast, FAILS, printedOf, resultOf, type Take, takeOf } from "./take";

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
    casts.slice(i * AT_ONCE, (i + 1) * AT_ONCE).map(takeOf),
  );
  const worker = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await playBatch(batch, options);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, worker));
}

async function playBatch(takes: readonly Take[], options: PlayOptions): Promise<void> {
  const { output, isStopped } = await printedOf(takes, options);
  if (isStopped && takes.length > 1) {
    // One of them takes long: each is played alone.
    for (const take of takes) await playBatch([take], options);
    return;
  }
  for (const [i, take] of takes.entries())
    options.onPlayed(
      take.cast,
      isStopped ? stopped(options) : (refusedIn(take, output, i) ?? (await playedIn(take, output, i, options))),
    );
}

const stopped = ({ limit }: PlayOptions) => `promtool takes more than ${limit} s for it`;

/** An evaluation that fails ends its scenario for all: who fails is noticed, and the others play it again without them. */
async function playedIn(take: Take, first: string, i: number, options: PlayOptions): Promise<Played | string> {
  const { cast } = take;
  const all: string[][][][] = [cast.rule, ...cast.mutants].map(() =>
    cast.plan.scenarios.map(({ times }) => times.map(() => [])),
  );
  const put = (of: number, s: number, t: number, what: readonly string[]) => {
    const times = all[of]?.[s];
    if (times) times[t] = [...what];
  };
  let [now, said] = [take, resultOf(take, first, i)];
  for (;;) {
    for (const { of, s, t, series } of said.seen) put(of, s, t, [...(all[of]?.[s]?.[t] ?? []), series]);
    const failed = now.scenarios.filter((s) => !said.whole.has(s));
    if (failed.length === 0) return all;
    const isItself = said.failing.has(0);
    if (said.failing.size === 0) return "promtool says nothing of a scenario";
    const next: Take = isItself
      ? { cast, scenarios: failed, played: [0] }
      : { cast, scenarios: failed, played: now.played.filter((of) => !said.failing.has(of)) };
    const { output, isStopped } = await printedOf([next], options);
    if (isStopped) return stopped(options);
    const again = resultOf(next, output, 0);
    if (!isItself) {
      for (const of of said.failing) for (const s of failed) put(of, s, 0, [FAILS]);
      [now, said] = [next, again];
      continue;
    }
    // Where the rule itself fails, nothing is compared; where it does not, the faults play again without it failing.
    const itsOwn = failed.filter((s) => !again.whole.has(s));
    for (const s of itsOwn) put(0, s, 0, [FAILS]);
    for (const s of itsOwn) for (const of of now.played) put(of, s, 0, [FAILS]);
    const rest = failed.filter((s) => again.whole.has(s));
    if (rest.length === 0) return all;
    now = { cast, scenarios: rest, played: now.played };
    const more = await printedOf([now], options);
    if (more.isStopped) return stopped(options);
    said = resultOf(now, more.output, 0);
  }
}

function refusedIn({ cast }: Take, output: string, i: number): string | undefined {
  if (cast.plan.start > 0 && output.includes("field start_timestamp not found"))
    return "a promtool before 3.9 cannot play what asks for the time";
  const refused = new RegExp(`(?:^|[\\s/])${i}\\.rules\\.yml: (.*)`).exec(output)?.[1];
  return refused === undefined ? undefined : `promtool refuses it: ${refused}`;
}
