// What is said of an objective's bound that no bucket of a histogram has.

/** Of more than so many bounds, the nearest are named. */
const MOST = 20;
const NEAREST = 3;

/** The bounds that are there, of which an objective could have one. @param bound In seconds, as they are. */
export function noBucket(bound: number, bounds: readonly number[]): string {
  const at = bounds.findIndex((one) => one > bound);
  const above = at < 0 ? bounds.length : at;
  const near = bounds.slice(Math.max(0, above - NEAREST), above + NEAREST);
  const there =
    bounds.length > MOST
      ? `the nearest of ${bounds.length}, in seconds: ${near.join(", ")}`
      : `in seconds: ${bounds.join(", ")}`;
  return `no bucket of its histogram; there, ${there}. If it has others, give them as options.buckets`;
}
