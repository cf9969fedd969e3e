// When an alert would have fired, from the times at which its expression had a result.
import type { Grid } from "./grid";
import type { Rule } from "./rules";

/** Unix seconds, from the evaluation that fires to the first that does not. */
export interface Interval {
  from: number;
  to: number;
}

export interface Firing {
  /** How often an alert began to fire, over all its series. */
  times: number;
  /** How long alerts fired, summed over all series. */
  seconds: number;
  longestSeconds: number;
  /** How many series fired. */
  series: number;
}

type Timing = Pick<Rule, "forSeconds" | "keepFiringForSeconds">;

/**
 * The firing intervals of one series, as Prometheus goes through its states at each time of the grid: a time without a
 * result restarts `for`, `keep_firing_for` bridges it. Firing evaluations no more than two steps apart count as one interval.
 */
export function firingIntervals(present: readonly number[], rule: Timing, grid: Grid): Interval[] {
  const there = new Set(present);
  const intervals: Interval[] = [];
  let pendingSince: number | undefined;
  let goneSince: number | undefined;
  let firingSince: number | undefined;
  const end = grid.endSeconds + grid.stepSeconds;
  for (let at = present[0] ?? end; at < end; at += grid.stepSeconds) {
    if (there.has(at)) {
      goneSince = undefined;
      pendingSince ??= at;
      if (at - pendingSince >= rule.forSeconds) firingSince ??= at;
      continue;
    }
    goneSince ??= at;
    if (firingSince !== undefined && at - goneSince < rule.keepFiringForSeconds) continue;
    if (firingSince !== undefined) intervals.push({ from: firingSince, to: at });
    pendingSince = firingSince = undefined;
  }
  if (firingSince !== undefined) intervals.push({ from: firingSince, to: end });
  return joined(intervals, grid.stepSeconds);
}

/** All series of a rule, in figures. */
export function firingOf(series: readonly (readonly number[])[], rule: Timing, grid: Grid): Firing {
  const firing = series.map((present) => firingIntervals(present, rule, grid)).filter((one) => one.length > 0);
  const lengths = firing.flat().map(({ from, to }) => to - from);
  return {
    times: lengths.length,
    seconds: lengths.reduce((sum, length) => sum + length, 0),
    longestSeconds: lengths.reduce((most, length) => Math.max(most, length), 0),
    series: firing.length,
  };
}

function joined(intervals: readonly Interval[], gapSeconds: number): Interval[] {
  const done: Interval[] = [];
  for (const next of intervals) {
    const last = done.at(-1);
    if (last && next.from - last.to <= gapSeconds) done.splice(-1, 1, { from: last.from, to: next.to });
    else done.push(next);
  }
  return done;
}
