// Counts of series that meet a condition: sums and counts that are as many as meet it, and their share of all.
import {
  type Aggregation,
  type Binary,
  COMPARISONS,
  type Expression,
  unwrapped,
  walk,
} from "../../../components/promql";
import { constantOf } from "./constants";
import { keyIn } from "./given";

/** Aggregations that say how many series there are. */
export const COUNTS: ReadonlySet<string> = new Set(["count", "count_values"]);

/** Of how many series a share is: those that meet a condition, by the value that the share is to have. */
export const manyFor = (share: number): number => (Math.abs(share) >= 0.4 ? 20 : 100);

/** The one value that series have after a condition such as `== 1`; undefined where they may have others. */
export function onlyValueOf(of: Expression): number | undefined {
  const inner = unwrapped(of);
  if (inner.kind !== "binary") return undefined;
  if (inner.operator === "==" && !inner.bool) return constantOf(inner.right) || undefined;
  if (COMPARISONS.has(inner.operator) || inner.operator === "or" || inner.operator === "/") return undefined;
  return onlyValueOf(inner.left) ?? onlyValueOf(inner.right);
}

/** A sum of series that all have one value is how many there are. */
export const isSumOfAlike = ({ operator, of }: Aggregation): boolean =>
  operator === "sum" && onlyValueOf(of) !== undefined;

/** What is multiplied by a constant, and that. */
function scaledIn(of: Expression): { of: Expression; factor: number } {
  const inner = unwrapped(of);
  if (inner.kind !== "binary" || inner.operator !== "*") return { of: inner, factor: 1 };
  const [a, b] = [constantOf(inner.left), constantOf(inner.right)];
  if (a !== undefined) return { of: unwrapped(inner.right), factor: a };
  return b === undefined ? { of: inner, factor: 1 } : { of: unwrapped(inner.left), factor: b };
}

/** Whether it is as many as there are series. */
export function isOfMany(of: Expression): boolean {
  const { of: inner } = scaledIn(of);
  return inner.kind === "aggregation" && (inner.operator === "count" || isSumOfAlike(inner));
}

/** Those that meet a condition, by all: `count(up == 0) / count(up)`. */
export interface Share {
  part: Aggregation;
  /** By which it is multiplied, as to be of a hundred. */
  factor: number;
  /** What the part asks of each. */
  condition: Binary;
}

export function shareIn({ operator, left, right }: Binary): Share | undefined {
  const { of, factor } = scaledIn(left);
  const [part, whole] = [of, unwrapped(right)];
  if (operator !== "/" || part.kind !== "aggregation" || whole.kind !== "aggregation") return undefined;
  if (part.operator !== "count" || whole.operator !== "count") return undefined;
  const condition = unwrapped(part.of);
  if (condition.kind !== "binary" || !COMPARISONS.has(condition.operator)) return undefined;
  const isOfAll = walk(condition.left).some((one) => keyIn(one.part) === keyIn(whole.of));
  return isOfAll && constantOf(condition.right) !== undefined ? { part, factor, condition } : undefined;
}

/** How far apart two values of a share are that are one series apart; undefined of what is none. */
export function unitOf(of: Expression, threshold: number): number | undefined {
  const isShare = walk(of).some(({ part }) => {
    if (part.kind !== "binary" || part.operator !== "/") return false;
    return isOfMany(part.left);
  });
  if (!isShare) return undefined;
  const scale = Math.abs(threshold) > 1 ? 100 : 1;
  return scale / manyFor(threshold / scale);
}

/** What a function such as round() leaves between two values, or undefined. */
export function roundedTo(of: Expression): number | undefined {
  const inner = unwrapped(of);
  if (inner.kind === "binary" && COMPARISONS.has(inner.operator))
    return roundedTo(inner.left) ?? roundedTo(inner.right);
  if (inner.kind !== "call") return undefined;
  if (inner.name === "ceil" || inner.name === "floor") return 1;
  if (inner.name !== "round") return undefined;
  const [, to] = inner.args;
  return to === undefined ? 1 : constantOf(to);
}
