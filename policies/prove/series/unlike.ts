// Comparisons of the largest, the smallest and the mean of the same series: members of a group that are unlike.
import { type Aggregation, type Expression, walk } from "../../../components/promql";
import { copies, toldApartBy } from "./copies";
import { type Given, keyIn } from "./given";
import type { Series } from "./shapes";
import { seriesFor } from "./solve";

/** Far enough apart for any factor and summand that such a comparison has. */
const APART = { low: 1, high: 1_000 };

/** What both sides are of, where one is the largest, the smallest or the mean of it, and the other another of these. */
export function unlikeSides(one: Expression, other: Expression): Aggregation | undefined {
  const [first, second] = [one, other].map((side) =>
    walk(side)
      .flatMap(({ part }) => (part.kind === "aggregation" ? [part] : []))
      .at(0),
  );
  const are = (of: Aggregation | undefined) => of !== undefined && ["avg", "max", "min"].includes(of.operator);
  const isPair = are(first) && are(second) && first?.operator !== second?.operator;
  return isPair && first && second && keyIn(first.of) === keyIn(second.of) ? first : undefined;
}

/** Two that are far apart where it fires, and alike where it does not. */
export const spreadOver = (of: Aggregation, isApart: boolean, given: Given): Series[] => [
  ...copies(seriesFor(of.of, isApart ? APART.low : APART.high, given), 1, toldApartBy(of), "low"),
  ...copies(seriesFor(of.of, APART.high, given), 1, toldApartBy(of), "high"),
];
