// Thresholds as the settings give them: a number in the alert's unit, or a percentage; and which of them cannot be meant.
import type { Alert, Thresholds, Unit } from "../../rules";
import { SEVERITIES, type Severity } from "../../rules";

type Given = number | string;

/** Thresholds as numbers: `90%` is 0.9. */
export function thresholdsIn(given: Partial<Record<Severity, Given>> = {}): Thresholds {
  const found: Thresholds = {};
  for (const severity of SEVERITIES) {
    const value = given[severity];
    if (value !== undefined) found[severity] = numberIn(value);
  }
  return found;
}

const numberIn = (given: Given) =>
  typeof given === "number" ? given : Number((Number.parseFloat(given) / 100).toFixed(9));

interface Range {
  /** What the unit is called in messages. */
  words: string;
  /** The largest value that can be meant, by the largest default. */
  most: (standard: number) => number;
  /** The value that was probably meant by one that is too large. */
  meant: (found: number) => string;
}

/** A service level's default tells the order of magnitude: a thousand times as much is another unit. */
const RANGES: Partial<Record<Unit, Range>> = {
  ratio: {
    words: "a ratio",
    most: (standard) => Math.max(1, standard),
    meant: (found) => `${numberIn(`${found}%`)} or "${found}%"`,
  },
  seconds: {
    words: "a number of seconds",
    most: (standard) => standard * 500,
    meant: (found) => `${found / 1000}, if ${found} is in milliseconds`,
  },
};

/** Why a threshold cannot be what was meant: what was found, what is allowed, and the likely meaning. */
export function thresholdProblem(alert: Alert, given: Given): string | undefined {
  const isPercent = typeof given === "string";
  const shown = isPercent ? `"${given}"` : `${given}`;
  if (isPercent && alert.unit !== "ratio") {
    return `found ${shown}, but ${alert.name} is not measured as a ratio; give a number (unit: ${alert.unit})`;
  }
  const standard = Math.max(0, ...Object.values(alert.above ?? alert.below ?? {}));
  const value = numberIn(given);
  if (value < 0) return `found ${shown}; give 0 or more (unit: ${alert.unit})`;
  const range = RANGES[alert.unit];
  const most = range?.most(standard) ?? Number.POSITIVE_INFINITY;
  if (!range || most === 0 || value <= most) return undefined;
  const likely = isPercent ? "" : `; did you mean ${range.meant(value)}?`;
  return `found ${shown}, but ${alert.name} compares ${range.words}: give at most ${most}${likely}`;
}
