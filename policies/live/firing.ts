// How often an alert would have fired, from the times at which its expression had series.

export interface Fired {
  times: number;
  series: number;
  /** Seconds of the longest. */
  longest: number;
}

/**
 * @param presence Times of each series, in Unix seconds, in order.
 * @param stepSeconds How far apart the evaluations are.
 * @param forSeconds How long the alert waits until it fires.
 */
export function firedIn(presence: readonly (readonly number[])[], stepSeconds: number, forSeconds: number): Fired {
  const fired: Fired = { times: 0, series: 0, longest: 0 };
  for (const times of presence) {
    const before = fired.times;
    let begun = times[0] ?? 0;
    for (const [i, time] of times.entries()) {
      const next = times[i + 1];
      if (next !== undefined && next - time <= stepSeconds * 1.5) continue;
      if (time - begun >= forSeconds) {
        fired.times += 1;
        fired.longest = Math.max(fired.longest, time - begun - forSeconds + stepSeconds);
      }
      begun = next ?? 0;
    }
    if (fired.times > before) fired.series += 1;
  }
  return fired;
}
