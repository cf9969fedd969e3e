// An expression as people write it who have no recordings: each is replaced by what computes it, with its matchers moved to
// the selectors within.

import { type Selector, secondsOf, selectorsIn } from "../../../components/rules";
import { inlined } from "../../../infra/commands/backtest/inline";

export interface Known {
  /** What computes a recording. */
  recordings: ReadonlyMap<string, string>;
  /** Whether the series of a metric have a label. */
  has: (metric: string, label: string) => boolean;
}

/** Ranges of recordings become subqueries with a point every so many seconds. */
const SUBQUERY_SECONDS = 60;

/** The value of «All» in a drop-down takes everything: nobody writes a matcher for that. */
const TAKES_ALL = '".*"';

/** The expression without recordings. A recording that reads itself goes on doing so. */
export function byHand(expr: string, known: Known, within: readonly string[] = []): string {
  let text = expr;
  for (const selector of selectorsIn(expr).reverse()) {
    const computed = known.recordings.get(selector.name);
    if (computed === undefined || within.includes(selector.name)) continue;
    const inner = byHand(computed, known, [...within, selector.name]);
    const [from, to] = [selector.from - AVERAGE.length, selector.to + 1];
    const isMeanRate = selector.reads === "range" && text.slice(from, to).match(MEAN) && inner.includes("irate(");
    text = isMeanRate
      ? text.slice(0, from) + replaced(rateOver(selector), rates(inner, selector.modifier), known) + text.slice(to)
      : text.slice(0, selector.from) + replaced(selector, inner, known) + text.slice(selector.to);
  }
  return text;
}

const AVERAGE = "avg_over_time(";
const MEAN = /^avg_over_time\(.*\)$/s;

/** The mean of what scrapes brought is the rate over the window, which people write: 55 and 65 seconds are a minute to them. */
const rates = (expr: string, window: string) =>
  expr.replace(/\birate\((.*?)\[\w+\]\)/gs, `rate($1[${Math.round(secondsOf(window) / 60)}m])`);

const rateOver = (selector: Selector): Selector => ({ ...selector, reads: "now", modifier: "" });

function replaced(selector: Selector, inner: string, { has }: Known): string {
  const matchers = selector.matchers.filter(({ value }) => value !== TAKES_ALL);
  const within = selectorsIn(inner);
  const movable = matchers.filter(({ label }) => within.every(({ name }) => has(name, label)));
  const left = matchers.filter((matcher) => !movable.includes(matcher));
  const read = { now: "", shifted: ` ${selector.modifier}`, range: `[${selector.modifier}]` }[selector.reads];
  // What cannot be moved is taken of the result, as a backtest does.
  return inlined(`${selector.name}${left.length > 0 ? `{${left.map(written).join(",")}}` : ""}${read}`, {
    recordings: new Map([[selector.name, narrowed(inner, movable.map(written))]]),
    replace: () => true,
    intervalSeconds: SUBQUERY_SECONDS,
  });
}

const written = ({ label, operator, value }: Selector["matchers"][number]) => `${label}${operator}${value}`;

/** Every selector with some matchers more. */
function narrowed(expr: string, matchers: readonly string[]): string {
  if (matchers.length === 0) return expr;
  return selectorsIn(expr).reduceRight((text, { name, from }) => {
    const end = from + name.length;
    const hasBraces = text[end] === "{";
    const braced = hasBraces ? `{${matchers.join(",")}${text[end + 1] === "}" ? "" : ","}` : `{${matchers.join(",")}}`;
    return text.slice(0, end) + braced + text.slice(end + (hasBraces ? 1 : 0));
  }, expr);
}
