// Families of functions and aggregations that policies tell apart.
import type { Expression } from "./syntax/expression";

const OF_COUNTERS = new Set(["rate", "irate", "increase"]);

/** Sums over time what a counter counts, and so needs a counter that was not combined with others before. */
export const isRate = (part: Expression): part is Extract<Expression, { kind: "call" }> =>
  part.kind === "call" && OF_COUNTERS.has(part.name);

/** Functions and aggregations for which a counter's raw value is as good as any: presence, resets, change, age. */
const INDIFFERENT_TO_VALUE = new Set([
  "absent",
  "absent_over_time",
  "present_over_time",
  "count_over_time",
  "changes",
  "resets",
  "timestamp",
  "rate",
  "irate",
  "increase",
  "idelta",
  "delta",
  "deriv",
  "count",
  "group",
]);

export const ignoresValue = (part: Expression): boolean =>
  (part.kind === "call" && INDIFFERENT_TO_VALUE.has(part.name)) ||
  (part.kind === "aggregation" && INDIFFERENT_TO_VALUE.has(part.operator));
