// The values that most mixins' scenarios are made of, in promtool's notation, at the default interval of 15 seconds.

/** The same value for an hour. */
export const steady = (value: number): string => `${value}x240`;

/** A counter that grows at a rate for an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x240`;

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x160`;

/** So much a minute, for so many minutes. */
export type Phase = readonly [perMinute: number, minutes: number];

/** What the values of a counter are rounded to. */
const SMALLEST = 1e-6;

const rounded = (value: number) => Number(value.toFixed(6));

/** A counter that grows phase by phase, with a sample every so many seconds. It starts over with each phase where it `resets`. */
export function growingByPhase(seconds: number, phases: readonly Phase[], resets = false): string {
  let total = 0;
  return phases
    .map(([perMinute, minutes]) => {
      const samples = Math.round((minutes * 60) / seconds);
      const step = rounded((perMinute * seconds) / 60);
      // Never below the sample before, which promtool has added up: that would be a restart.
      const first = resets ? 0 : rounded(total + Math.max(step, SMALLEST));
      total = first + step * (samples - 1);
      return `${first}+${step}x${samples - 1}`;
    })
    .join(" ");
}
