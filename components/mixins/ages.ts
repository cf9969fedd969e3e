// Limits on how old the newest of something may be, as in `time() - container_last_seen < 60`: what is scraped is as old as the
// last scrape, so that a limit has to span as many scrapes as it was written for.
import {
  COMPARISONS,
  type Expression,
  expressionIn,
  numberIn,
  type Selector,
  selectorsIn,
  unwrapped,
  walk,
} from "../promql";
import { type Alert, SEVERITIES, type Thresholds } from "../rules";

/** The seconds that a limit on the age of a series is to span at least. */
export type Spanned = (selector: Selector, limit: number) => number;

/** The series whose time is subtracted from now; none where the expression is no such age. */
function seriesOfAge(expression: Expression): readonly Selector[] {
  const age = unwrapped(expression);
  if (age.kind !== "binary" || age.operator !== "-") return [];
  const now = unwrapped(age.left);
  return now.kind === "call" && now.name === "time" ? selectorsIn(age.right) : [];
}

/** What is below 0 limits how far a time lies ahead, whatever is scraped when. */
const spanning = (series: readonly Selector[], limit: number, spanned: Spanned) =>
  limit <= 0 ? limit : Math.max(limit, ...series.map((one) => spanned(one, limit)));

/** The limits of ages that an expression compares, where they have to change: by their place in the text. */
export function limitsIn(expr: string, spanned: Spanned): ReadonlyMap<number, number> {
  const limits = walk(expressionIn(expr)).flatMap(({ part }) => {
    if (part.kind !== "binary" || !COMPARISONS.has(part.operator)) return [];
    const limit = numberIn(part.right);
    const fitted = limit === undefined ? undefined : spanning(seriesOfAge(part.left), limit, spanned);
    return fitted === undefined || fitted === limit ? [] : [[part.right.at, fitted] as const];
  });
  return new Map(limits);
}

/** The series whose age is the value of an expression; what another side only selects is no part of that. */
export function agedIn(expr: string): readonly Selector[] {
  const judged = (expression: Expression): Expression => {
    const inner = unwrapped(expression);
    return inner.kind === "binary" && ["and", "unless"].includes(inner.operator) ? judged(inner.left) : inner;
  };
  return seriesOfAge(judged(expressionIn(expr)));
}

/** The thresholds of an alert on an age, as they have to be. */
export function ageThresholds({ above = {}, expr }: Pick<Alert, "above" | "expr">, spanned: Spanned): Thresholds {
  const fitted: Thresholds = {};
  for (const severity of SEVERITIES) {
    const limit = above[severity];
    const text = typeof expr === "string" ? expr : expr[severity];
    if (limit !== undefined) fitted[severity] = spanning(text === undefined ? [] : agedIn(text), limit, spanned);
  }
  return fitted;
}
