// The backtest: changed rules over a Prometheus' history, before and after.

import { messageOf } from "../../../components/error-text";
import { metricsIn } from "../../../components/promql";
import type { Address } from "../../running/address";
import { atMost } from "../../running/pool";
import { QueryRefused } from "../../running/prometheus-query";
import { type Firing, firingOf } from "./firing";
import { type Grid, since } from "./grid";
import { History, type Presence } from "./history";
import { type Change, changesBetween, type RuleSet } from "./rules";
import { type Prepared, prepared, type Side } from "./side";

/** What one side of a change would have done: figures, or a problem. */
export interface Verdict {
  firing?: Firing;
  /** Why it could not be evaluated. */
  problem?: string;
  /** Metrics that it reads and the history does not have. */
  missing: readonly string[];
  /** Since when there are samples of all its metrics, in Unix seconds, where that is later than the history's beginning. */
  since?: number;
}

export interface Compared extends Pick<Change, "name" | "severity" | "kind"> {
  before?: Verdict;
  after?: Verdict;
}

export interface Backtest {
  /** The times that were evaluated: what was asked for, as far as there is history. */
  grid: Grid;
  /** Since when the history has anything that the rules read, in Unix seconds; undefined where it has nothing. */
  historySince?: number;
  rules: readonly Compared[];
}

export interface BacktestArgs {
  /** A running one. */
  prometheus: string | Address;
  /** Without it, every rule of `head` is evaluated. */
  base?: RuleSet;
  head: RuleSet;
  grid: Grid;
  /** How often rules are evaluated, in seconds. */
  evaluationSeconds: number;
  onProgress: (line: string) => void;
}

/** Requests that Prometheus gets at a time: it has its own rules to evaluate meanwhile. */
const AT_A_TIME = 2;

/** How the verdict on an expression begins that was not answered. */
const UNANSWERED = "not evaluated:";

/** Of its progress at most so many. */
const PROGRESS_LINES = 20;

/** So many in a row mean that nobody is there any more. */
const GIVE_UP_AFTER = 3;

/** Scraped everywhere, and so a sign of history where a rule's own metrics are rightly absent. */
const EVERYWHERE = "up";

const NO_HISTORY: Verdict = { problem: "no history", missing: [] };

/** Throws where Prometheus does not answer at all; what it refuses, or does not answer, is the verdict on that rule. */
export async function backtest({ base, head, grid, ...args }: BacktestArgs): Promise<Backtest> {
  const changes = changesBetween(base, head);
  if (changes.length === 0) return { grid, rules: [] };
  const history = new History(args.prometheus);
  const there = await history.metrics(grid);
  const ready = prepared({ changes, base, head, there, evaluationSeconds: args.evaluationSeconds });
  const sides = ready.flatMap(({ before, after }) => [before, after].filter((side) => side !== undefined));
  const read = sides.flatMap(({ expr }) => (expr === undefined ? [] : metricsIn(expr)));
  const reach = await history.since([...new Set([EVERYWHERE, ...read])], grid);
  const historySince = reach.size > 0 ? Math.min(...reach.values()) : undefined;
  // Before the history begins everything is absent, and rules that detect absence would seem to fire.
  const covered = historySince === undefined ? undefined : since(grid, historySince);
  if (!covered) return { grid, rules: ready.map((change) => compared(change, () => NO_HISTORY)) };
  const presences = await evaluate(history, sides, covered, args.onProgress);

  const verdict = ({ rule, expr = "", missing, problem }: Side): Verdict => {
    const presence = presences.get(expr);
    if (problem !== undefined || presence === undefined) return { problem: problem ?? "not evaluated", missing };
    if (typeof presence === "string") return { problem: presence, missing };
    const begins = Math.max(0, ...metricsIn(expr).map((metric) => reach.get(metric) ?? 0));
    return {
      firing: firingOf([...presence.values()], rule, covered),
      missing,
      ...(begins > covered.startSeconds + beginningsApart(grid) && { since: begins }),
    };
  };
  return { grid: covered, historySince, rules: ready.map((change) => compared(change, verdict)) };
}

function compared({ before, after, ...change }: Prepared, verdict: (side: Side) => Verdict): Compared {
  return { ...change, ...(before && { before: verdict(before) }), ...(after && { after: verdict(after) }) };
}

/** Each expression once, however many rules have it; a text is what Prometheus says against it. */
async function evaluate(
  history: History,
  sides: readonly Side[],
  grid: Grid,
  onProgress: (line: string) => void,
): Promise<ReadonlyMap<string, Presence | string>> {
  const evaluable = sides.filter(({ problem }) => problem === undefined);
  const rules = new Map(evaluable.map(({ expr = "", rule }) => [expr, rule]));
  const done = new Map<string, Presence | string>();
  let unanswered = 0;
  await atMost(AT_A_TIME, [...rules], async ([expr, { name, severity }]) => {
    const result = await presenceOf(history, expr, grid, unanswered >= GIVE_UP_AFTER);
    unanswered = typeof result === "string" && result.startsWith(UNANSWERED) ? unanswered + 1 : 0;
    done.set(expr, result);
    if (done.size % Math.ceil(rules.size / PROGRESS_LINES) === 0 || done.size === rules.size)
      onProgress(`  ${done.size} of ${rules.size} expressions: ${name} (${severity})`);
  });
  return done;
}

/** What is known of the other rules is kept: an expression without an answer, asked twice, is the verdict on that rule alone. */
async function presenceOf(history: History, expr: string, grid: Grid, isGone: boolean): Promise<Presence | string> {
  if (isGone) return `${UNANSWERED} Prometheus has stopped answering; run the backtest again`;
  const ask = () => history.presence(expr, grid);
  try {
    return await ask().catch((error: unknown) => {
      if (error instanceof QueryRefused) throw error;
      return ask();
    });
  } catch (error) {
    const said = messageOf(error);
    return error instanceof QueryRefused ? `Prometheus refuses it: ${said}` : `${UNANSWERED} ${said}`;
  }
}

/** Beginnings nearer to each other than this, in seconds, are found as one. */
const beginningsApart = ({ startSeconds, endSeconds }: Grid) => Math.max(600, (endSeconds - startSeconds) / 250);
