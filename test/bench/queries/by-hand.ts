// An expression as people write it who have no recordings: each is replaced by what computes it, with its matchers moved to
// the selectors within.

import {
  type Expression,
  inlined,
  type Matcher,
  matcherText,
  metricsIn,
  rewrite,
  type Selector,
  selectorText,
  unwrapped,
  withMatcher,
} from "../../../components/promql";

export interface Known {
  /** What computes a recording. */
  recordings: ReadonlyMap<string, string>;
  /** Whether the series of a metric have a label. */
  has: (metric: string, label: string) => boolean;
}

/** Ranges of recordings become subqueries with a point every so many seconds. */
const SUBQUERY_SECONDS = 60;

/** The value of «All» in a drop-down takes everything: nobody writes a matcher for that. */
const TAKES_ALL = ".*";

/** The expression without recordings. A recording that reads itself goes on doing so. */
export function byHand(expr: string, known: Known, within: readonly string[] = []): string {
  return rewrite(expr, (part) => {
    const [argument] = part.kind === "call" && part.name === "avg_over_time" ? part.args : [];
    const read = argument ?? part;
    const selector = readBy(read);
    const computed = selector?.name === undefined ? undefined : known.recordings.get(selector.name);
    if (!selector?.name || computed === undefined || within.includes(selector.name)) return undefined;
    const inner = byHand(computed, known, [...within, selector.name]);
    if (!argument) return replaced(selector, read.text.slice(selector.text.length), inner, known);
    const isMeanRate = read.kind === "range" && inner.includes("irate(");
    return isMeanRate ? replaced(selector, "", rates(inner, read.seconds ?? 60), known) : undefined;
  });
}

/** The selector of which a part is the value, the value at another time or the range. */
function readBy(part: Expression): Selector | undefined {
  const of = part.kind === "range" ? part.of : unwrapped(part);
  return of.kind === "selector" && part.kind !== "parentheses" && part.kind !== "sign" ? of : undefined;
}

/** The mean of what scrapes brought is the rate over the window, which people write: 55 and 65 seconds are a minute to them. */
const rates = (expr: string, windowSeconds: number) =>
  rewrite(expr, (part) => {
    const [of] = part.kind === "call" && part.name === "irate" ? part.args : [];
    return of?.kind === "range" ? `rate(${of.of.text}[${Math.round(windowSeconds / 60)}m])` : undefined;
  });

/** @param modifier What is written behind the selector: its range or its shift. */
function replaced(selector: Selector, modifier: string, inner: string, { has }: Known): string {
  const { name = "" } = selector;
  const matchers = selector.matchers.filter(({ value }) => value !== TAKES_ALL);
  const movable = matchers.filter(({ label }) => metricsIn(inner).every((metric) => has(metric, label)));
  const left = matchers.filter((matcher) => !movable.includes(matcher));
  // What cannot be moved is taken of the result, as a backtest does.
  return inlined(`${selectorText(name, left)}${modifier}`, {
    recordings: new Map([[name, narrowed(inner, movable)]]),
    replace: () => true,
    intervalSeconds: SUBQUERY_SECONDS,
  });
}

/** Every selector with some matchers more. */
const narrowed = (expr: string, matchers: readonly Matcher[]) =>
  matchers.length === 0 ? expr : withMatcher(expr, matchers.map(matcherText).join(","));
