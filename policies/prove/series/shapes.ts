// Series as a rule is played with them: what each does over time.
import { Unsolved } from "./labels";

/** What a series does: it stands, or rises by so much a second. */
export interface Shape {
  value: number;
  /** Per second. */
  slope: number;
  /** A counter goes on from where it was; what is compared with the clock is where it must be at its time. */
  continues?: boolean;
  /** It rises by 1 once in so many steps, and stands between; where that is Infinity, it stands where it was. */
  every?: number;
}

export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  shape: Shape;
}

export const keyOf = ({ name, labels }: Pick<Series, "name" | "labels">): string =>
  `${name}{${Object.entries(labels)
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(",")}}`;

/** One series each. Throws where one would need two values. */
export function merged(series: readonly Series[]): Series[] {
  const byKey = new Map<string, Series>();
  for (const one of series) {
    const key = keyOf(one);
    const before = byKey.get(key);
    if (
      before &&
      (before.shape.value !== one.shape.value ||
        before.shape.slope !== one.shape.slope ||
        before.shape.every !== one.shape.every)
    )
      throw new Unsolved(`${one.name} would need two values at once`);
    byKey.set(key, one);
  }
  return [...byKey.values()];
}

/** One series each, as it is given first. What stands falls from there, where another wants it to fall. */
export function firstOf(series: readonly Series[]): Series[] {
  const byKey = new Map<string, Series>();
  for (const one of series) {
    const before = byKey.get(keyOf(one));
    byKey.set(keyOf(one), before ? falling(before, one) : one);
  }
  // In the order of what is given last.
  return [...byKey.values()].reverse();
}

function falling(one: Series, { shape }: Series): Series {
  const stands = one.shape.continues === undefined && one.shape.slope === 0 && one.shape.every === undefined;
  if (!stands || shape.continues !== false || shape.slope === 0) return one;
  return { ...one, shape: { ...shape, value: one.shape.value, slope: (shape.slope * one.shape.value) / shape.value } };
}
