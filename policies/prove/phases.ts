// Series in phases, as promtool takes them.
import { keyOf, type Series } from "./series/shapes";

export interface Phase {
  steps: number;
  series: readonly Series[];
}

export const isCounter = ({ shape }: Series): boolean => shape.continues === true && shape.every === undefined;

/** It comes closer to a threshold by itself. */
export const isFalling = ({ shape }: Series): boolean => shape.continues === false && shape.slope < 0;

export const reset = (one: Series): Series =>
  isCounter(one) ? { ...one, shape: { ...one.shape, value: 0, continues: false } } : one;

/** Without what came before. */
export const begun = ([before, ...others]: readonly Phase[]): Phase[] =>
  before ? [{ ...before, series: [] }, ...others] : [];

/** The phase in the middle lacks one sample of each series, near its end. */
export function withGap([before, during, after]: readonly Phase[]): Phase[] {
  if (!before || !during || !after) return [];
  const last = 2;
  return [
    before,
    { ...during, steps: during.steps - last - 1 },
    { steps: 1, series: [] },
    { ...during, steps: last },
    after,
  ];
}

export function spread(from: number, to: number, count: number, step: number): number[] {
  const every = Math.max(step, Math.ceil((to - from) / count / step) * step);
  return [...Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => from + i * every), to];
}

/** Each series through all phases, `_` where it is missing. */
export function written(
  phases: readonly Phase[],
  { step, start }: { step: number; start: number },
): Record<string, string> {
  const keys = new Set(phases.flatMap(({ series }) => series.map(keyOf)));
  const entries = [...keys].map((key) => {
    let [at, value] = [0, Number.NaN];
    const parts = phases.map(({ steps, series }) => {
      const shape = series.find((one) => keyOf(one) === key)?.shape;
      const begins = start + at * step;
      at += steps;
      // A series that ends is marked as stale; one missing sample is only missing.
      if (!shape) return Number.isNaN(value) || steps === 1 ? `_x${steps}` : `stale _x${steps - 1}`;
      const change = shape.slope * step;
      // Of what is compared with the clock, the value in 1970 is given.
      const isReset = shape.slope !== 0 && shape.continues === false;
      const first = shape.continues
        ? Number.isNaN(value)
          ? shape.value
          : value + change
        : isReset
          ? shape.value
          : shape.value + shape.slope * begins;
      if (shape.every !== undefined) {
        const stairs = stairsOf(first, shape.every, steps);
        value = first + stairs.length - 1;
        return stairs.join(" ");
      }
      value = first + change * (steps - 1);
      return `${plain(first)}${change < 0 ? "-" : "+"}${plain(Math.abs(change))}x${steps - 1}`;
    });
    return [key, parts.join(" ")] as const;
  });
  return Object.fromEntries(entries);
}

/** A step up at the end of each stair. */
function stairsOf(first: number, every: number, steps: number): string[] {
  const count = Math.ceil(steps / Math.min(every, steps));
  return Array.from({ length: count }, (_, i) => {
    const length = Math.min(every, steps - i * every);
    return `${plain(first + i)}+0x${(count === 1 ? steps : length) - 1}`;
  });
}

const plain = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(15));
