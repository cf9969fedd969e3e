// Durations as Prometheus writes them.
import { UNIT_SECONDS } from "./syntax/literals";

/** A duration in Prometheus' notation with one unit: `30s`, `5m`, `1h`. */
export type Duration = `${number}${keyof typeof UNIT_SECONDS}`;

const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ms|[smhdwy])$/;

export function isDuration(text: string): text is Duration {
  return DURATION_PATTERN.test(text);
}

/** The length of a duration in seconds. Throws on text that is not a duration. */
export function seconds(duration: Duration): number {
  const [, count, unit = ""] = DURATION_PATTERN.exec(duration) ?? [];
  const length = Object.entries(UNIT_SECONDS).find(([name]) => name === unit)?.[1];
  if (length === undefined)
    throw new Error(`"${duration}" is not a duration; write a number and one of ms, s, m, h, d, w, y, as in 30s`);
  return Number(count) * length;
}

/** A whole number of seconds as the shortest duration: 90 → `90s`, 300 → `5m`. */
export function duration(wholeSeconds: number): Duration {
  for (const unit of ["d", "h", "m"] as const) {
    if (wholeSeconds > 0 && wholeSeconds % UNIT_SECONDS[unit] === 0)
      return `${wholeSeconds / UNIT_SECONDS[unit]}${unit}`;
  }
  return `${wholeSeconds}s`;
}
