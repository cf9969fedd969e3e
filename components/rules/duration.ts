// Durations as Prometheus writes them.

const UNIT_SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const;

type Unit = keyof typeof UNIT_SECONDS;

/** A duration in Prometheus' notation with one unit: `30s`, `5m`, `1h`. */
export type Duration = `${number}${Unit}`;

const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)$/;

export function isDuration(text: string): text is Duration {
  return DURATION_PATTERN.test(text);
}

/** The length of a duration in seconds. Throws on text that is not a duration. */
export function seconds(duration: Duration): number {
  const match = DURATION_PATTERN.exec(duration);
  if (!match)
    throw new Error(`"${duration}" is not a duration; write a number and one of ms, s, m, h, d, w, y, as in 30s`);
  return Number(match[1]) * UNIT_SECONDS[match[2] as Unit];
}

/** The length of a time made of several durations, as in `3m30s`, in seconds. */
export function secondsOf(time: string): number {
  return [...time.matchAll(/\d+(?:\.\d+)?(?:ms|[smhdwy])/g)].reduce(
    (sum, [part]) => sum + seconds(part as Duration),
    0,
  );
}

/** A whole number of seconds as the shortest duration: 90 → `90s`, 300 → `5m`. */
export function duration(wholeSeconds: number): Duration {
  for (const unit of ["d", "h", "m"] as const) {
    if (wholeSeconds > 0 && wholeSeconds % UNIT_SECONDS[unit] === 0)
      return `${wholeSeconds / UNIT_SECONDS[unit]}${unit}`;
  }
  return `${wholeSeconds}s`;
}
