// A mixin fitted to how often its targets are really scraped. Its text is written for its own interval; where scrapes are rarer,
// windows widen so that none is without data, and what is judged on a single scrape waits for a second one.
import { type Duration, duration, labelValueOf, readingsIn, rewrite, type Selector, seconds, wordsIn } from "../promql";
import { type Alert, expressionsOf, mapExpressions, type Recording, type Severity, severitiesOf } from "../rules";
import { agedIn, ageThresholds, limitsIn, type Spanned } from "./ages";
import type { Mixin } from "./mixin";

/** What rules are written for, and what targets really have. */
export interface Pace {
  written: Duration;
  slowest: Duration;
}

/** The pace of a scrape job by its name; undefined names the job of whoever asks. */
export type PaceOf = (job: string | undefined) => Pace;

/** Samples in a window: one may be missing, and there is a rate still. */
const SAMPLES = 4;
const LEAST_SAMPLES = 2;

/** The mixin's rules and panels, fitted. */
export function atInterval(mixin: Mixin, paceOf: PaceOf): Mixin {
  const paced = (expr: string) => widened(expr, paceOf);
  return {
    ...mixin,
    recordings: mixin.recordings.map((one) => ({ ...one, expr: paced(one.expr) })),
    alerts: mixin.alerts.map((alert) => fitted(alert, mixin.recordings, paceOf)),
    dashboards: mixin.dashboards.map((dashboard) => ({
      ...dashboard,
      rows: dashboard.rows.map((row) => ({
        ...row,
        panels: row.panels.map((panel) => ({
          ...panel,
          queries: Object.fromEntries(Object.entries(panel.queries).map(([name, expr]) => [name, paced(expr)])),
        })),
      })),
    })),
  };
}

/** What a rule computes has a sample at each evaluation, whatever is scraped. */
const isScraped = (name: string) => !name.includes(":") && name !== "ALERTS";

/**
 * The expression with windows over scraped series, and limits on their age, that span as many scrapes as they did, up to four. It
 * reads as before where they do already.
 */
export function widened(expr: string, paceOf: PaceOf): string {
  const limits = limitsIn(expr, spannedBy(paceOf));
  return rewrite(expr, (part) => {
    const limit = limits.get(part.at);
    if (part.kind === "number" && limit !== undefined) return `${limit}`;
    if (part.kind !== "range" || part.seconds === undefined || part.of.kind !== "selector") return undefined;
    const needed = neededBy(part.of, part.seconds, paceOf);
    return needed === undefined || part.seconds >= needed ? undefined : `${part.of.text}[${duration(needed)}]`;
  });
}

/** The seconds that a window over a series is to span; undefined where nothing is scraped for it. */
function neededBy(selector: Selector, window: number, paceOf: PaceOf): number | undefined {
  if (selector.name === undefined || !isScraped(selector.name)) return undefined;
  return spanOf(window, paceOf(labelValueOf(selector, "job")));
}

function spanOf(window: number, { written, slowest }: Pace): number {
  const samples = Math.max(LEAST_SAMPLES, Math.min(SAMPLES, window / seconds(written)));
  return Math.ceil(samples * seconds(slowest));
}

/** What is recorded is as old as what its own mixin scrapes. */
const spannedBy =
  (paceOf: PaceOf): Spanned =>
  (selector, limit) =>
    spanOf(limit, paceOf(labelValueOf(selector, "job")));

function fitted(alert: Alert, recordings: readonly Recording[], paceOf: PaceOf): Alert {
  const exprOf = (severity: Severity) => (typeof alert.expr === "string" ? alert.expr : (alert.expr[severity] ?? ""));
  const byEach = (
    given: NonNullable<Alert["exprHolds"]>,
    change: (value: Duration, severity: Severity) => Duration,
  ) => {
    const all = severitiesOf(alert).flatMap((severity) => {
      const value = typeof given === "string" ? given : given[severity];
      return value === undefined ? [] : [[severity, change(value, severity)] as const];
    });
    const [first] = new Set(all.map(([, value]) => value));
    const alike = typeof given === "string" && all.every(([, value]) => value === first);
    return alike && first ? first : Object.fromEntries(all);
  };
  const later = (expr: string) => widening(expr, recordings, paceOf);
  const isSame = (expr: string) =>
    widened(expr, paceOf) === expr && later(expr) === 0 && sinceScrape(expr, paceOf) === 0 && agedIn(expr).length === 0;
  if (expressionsOf(alert).every(isSame)) return alert;
  const above = ageThresholds(alert, spannedBy(paceOf));
  const older = (severity: Severity) => (above[severity] ?? 0) - (alert.above?.[severity] ?? 0);
  return {
    ...mapExpressions(alert, (expr) => widened(expr, paceOf)),
    ...(alert.above && { above }),
    for: byEach(alert.for, (value, severity) => {
      const aged = (above[severity] ?? 0) > 0 ? agedIn(exprOf(severity)) : [];
      return waiting(value, Math.max(sinceScrape(exprOf(severity), paceOf), 2 * slowestOf(aged, paceOf)));
    }),
    ...(alert.exprHolds && {
      exprHolds: byEach(alert.exprHolds, (value, severity) =>
        holding(value, later(exprOf(severity)) + older(severity)),
      ),
    }),
  };
}

/** The seconds between the scrapes of the slowest series whose newest value an expression reads; 0 where it reads none. */
function sinceScrape(expr: string, paceOf: PaceOf): number {
  const read = readingsIn(expr).filter(({ selector, reads }) => reads === "now" && isScraped(selector.name ?? ""));
  const series = read.map(({ selector }) => selector);
  return slowestOf(series, paceOf);
}

const slowestOf = (series: readonly Selector[], paceOf: PaceOf) =>
  Math.max(0, ...series.map((selector) => seconds(paceOf(labelValueOf(selector, "job")).slowest)));

/**
 * A fault that one scrape has shown is seen by a second one before the alert fires; what fires at once still does. An age is over
 * its limit whenever Prometheus itself was away, until the first scrape, which may be the second interval's.
 */
const waiting = (given: Duration, least: number): Duration =>
  seconds(given) === 0 || seconds(given) >= least ? given : duration(least);

/** What makes an expression wait does so for longer by as much as its windows widen. */
const holding = (given: Duration, later: number): Duration =>
  seconds(given) === 0 || later === 0 ? given : duration(seconds(given) + later);

/**
 * The seconds by which the windows widen that an expression reads, be it through recordings. Those of `irate` hold nothing back:
 * it takes the last two samples of them.
 */
function widening(
  expr: string,
  recordings: readonly Recording[],
  paceOf: PaceOf,
  seen: readonly string[] = [],
): number {
  const own = readingsIn(expr)
    .filter(({ reads, by }) => reads === "range" && by !== "irate")
    .map(({ selector, seconds: window = 0 }) => (neededBy(selector, window, paceOf) ?? window) - window);
  const read = recordings.filter(({ record }) => !seen.includes(record) && wordsIn(expr).has(record));
  const through = read.map((one) => widening(one.expr, recordings, paceOf, [...seen, one.record]));
  return Math.max(0, ...own, ...through);
}
