// What is known before an expression is solved.
import { type Expression, unwrapped, walk } from "../../../components/promql";
import type { Common } from "./labels";

export interface Given {
  common: Common;
  /** Seconds between samples. */
  step: number;
  /** Expressions whose series are there already, with the value that these have. */
  known?: Values;
  /** Values of series, by their keys, at which a condition before this one fires. */
  fixed?: Values;
  /** Series that stand, or count, at zero where a condition before this one fires. */
  zero?: ReadonlySet<string>;
  /** What the whole of a ratio is to be, where something else asks for it. */
  wholes?: Values;
}

/** By expression. */
export type Values = ReadonlyMap<string, number>;

export const keyIn = (expression: Expression): string => unwrapped(expression).text.replace(/\s+/g, "");

export const withKnown = (given: Given, of: Expression, value: number): Given => ({
  ...given,
  known: new Map([...(given.known ?? []), [keyIn(of), value]]),
});

/** Whether one is in the other, as it is. */
export const isIn = (one: Expression, other: Expression): boolean => {
  const key = keyIn(one);
  return walk(other).some(({ part }) => keyIn(part) === key);
};
