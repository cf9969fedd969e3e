// Operations of two sides, inverted: which values of the sides give the wanted one.
import {
  type Aggregation,
  type Binary,
  COMPARISONS,
  type Expression,
  meets,
  selectorsIn,
  unwrapped,
} from "../../../components/promql";
import { constantOf, isTime } from "./constants";
import { copies, toldApartBy } from "./copies";
import { isOfMany, manyFor, type Share, shareIn } from "./counted";
import { type Given, isIn, keyIn, withKnown } from "./given";
import { baseFor, exponentFor } from "./inverses";
import { outside, Unsolved } from "./labels";
import { firstOf, keyOf, merged, type Series } from "./shapes";

/** Beside what is wanted, where a division or a product needs another side. */
export const OTHER = 100;

/** Of what is counted, as each is a series. */
const FEW = 4;

/** A value of what only has to be there. */
export const otherFor = (of: Expression): number => (isCount(of) ? FEW : OTHER);

const isCount = (of: Expression): boolean => {
  const counted = unwrapped(of);
  return counted.kind === "aggregation" && counted.operator === "count";
};

type Solve = (of: Expression, wanted: number, given: Given) => Series[];

/** Series with which the operation has this value. Throws Unsolved where its form is not known. */
export function ofBinary(expression: Binary, value: number, given: Given, solve: Solve): Series[] {
  const { operator, left, right } = expression;
  const number = (of: Expression) => constantOf(of) ?? given.known?.get(keyIn(of));
  const inner = (of: Expression, wanted: number) => solve(of, wanted, given);
  const [a, b] = [number(left), number(right)];
  if (operator === "-" && isTime(left)) return risingWithTime(-value, (wanted) => inner(right, wanted));
  if (operator === "-" && isTime(right)) return risingWithTime(value, (wanted) => inner(left, wanted));
  const both = operator === "-" ? sumAndOne(left, right) : undefined;
  if (both) return copies(inner(both.of, value), 2, toldApartBy(both));
  const solved: Readonly<Record<string, () => Series[]>> = {
    "+": () =>
      b !== undefined
        ? inner(left, value - b)
        : a !== undefined
          ? inner(right, value - a)
          : isKeptAtZero(inner(left, value), given)
            ? inner(right, value)
            : [...inner(left, value), ...inner(right, 0)],
    "-": () =>
      b !== undefined
        ? inner(left, value + b)
        : a !== undefined
          ? inner(right, a - value)
          : [...inner(left, value + OTHER), ...inner(right, OTHER)],
    "*": () =>
      b !== undefined
        ? inner(left, value / b)
        : a !== undefined
          ? inner(right, value / a)
          : [...inner(left, value), ...inner(right, 1)],
    "/": () =>
      b !== undefined
        ? inner(left, value * b)
        : a !== undefined
          ? inner(right, a / value)
          : ratio(expression, value, given, solve),
    "%": () => {
      if (b === undefined) throw new Unsolved("% of two sides is not solved");
      return inner(left, value < b ? value + b : value);
    },
    "^": () => {
      if (b !== undefined) return inner(left, baseFor(b, value));
      if (a !== undefined) return inner(right, exponentFor(a, value));
      throw new Unsolved("^ of two sides is not solved");
    },
    // What guards a value may read it as well.
    and: () => firstOf([...inner(left, value), ...inner(right, OTHER)]),
    unless: () => inner(left, value),
    or: () => inner(left, value),
  };
  const ways = solved[operator];
  if (ways) return merged(ways());
  // A comparison inside passes its left side on.
  if (COMPARISONS.has(operator) && b !== undefined) return inner(left, passing(operator, b, value));
  if (COMPARISONS.has(operator) && a !== undefined)
    return inner(right, passing(TURNED[operator] ?? operator, a, value));
  if (COMPARISONS.has(operator)) return merged([...inner(left, value), ...inner(right, beside(operator, value))]);
  throw new Unsolved(`${operator} of two sides is not solved`);
}

/** Whether another condition needs these series at zero. */
const isKeptAtZero = (series: readonly Series[], { zero }: Given): boolean =>
  series.length > 0 && series.every((one) => zero?.has(keyOf(one)));

/** Of the series, those that carry the value go with the clock; guards beside them stay as they are. */
function risingWithTime(value: number, solved: (wanted: number) => Series[]): Series[] {
  const others = new Map(solved(1).map((one) => [keyOf(one), one.shape.value]));
  return solved(0).map((one) =>
    others.get(keyOf(one)) === one.shape.value ? one : { ...one, shape: { value, slope: 1 } },
  );
}

/** What is left of a sum without the largest or the smallest: of two that are the same, one. */
function sumAndOne(left: Expression, right: Expression): Aggregation | undefined {
  const [sum, one] = [unwrapped(left), unwrapped(right)];
  if (sum.kind !== "aggregation" || one.kind !== "aggregation" || sum.operator !== "sum") return undefined;
  return ["max", "min"].includes(one.operator) && keyIn(sum.of) === keyIn(one.of) ? sum : undefined;
}

/** A value that lets another through. */
const beside = (operator: string, value: number): number =>
  operator === "==" ? value : operator.startsWith(">") ? value - 1 : value + 1;

export const TURNED: Readonly<Record<string, string>> = {
  ">": "<",
  "<": ">",
  ">=": "<=",
  "<=": ">=",
  "==": "==",
  "!=": "!=",
};

/** The wanted value, or one that a comparison lets through. */
function passing(operator: string, threshold: number, wanted: number): number {
  if (meets(wanted, operator, threshold)) return wanted;
  return operator.startsWith("<") || operator === "!=" ? threshold - 1 : operator === ">" ? threshold + 1 : threshold;
}

/** A part, or what is left of it, by a whole that may be computed of it. */
function ratio(expression: Binary, value: number, given: Given, solve: Solve): Series[] {
  const { left, right } = expression;
  const share = shareIn(expression);
  if (share) return ofShare(share, value, given, solve);
  const [many] = isOfMany(left) ? [manyFor(value)] : [];
  const whole = given.wholes?.get(keyIn(right)) ?? many ?? otherFor(right);
  const part = value * whole;
  if (isIn(right, left)) return [...solve(right, whole, given), ...solve(left, part, withKnown(given, right, whole))];
  if (isIn(left, right)) return [...solve(left, part, given), ...solve(right, whole, withKnown(given, left, part))];
  return partAndWhole(solve(left, part, given), solve(right, whole, given), left, right);
}

/** As many as the share asks for meet the condition, and the others do not. */
function ofShare({ part, factor, condition }: Share, value: number, given: Given, solve: Solve): Series[] {
  const many = manyFor(value / factor);
  const those = Math.round((value / factor) * many);
  const [threshold, label] = [constantOf(condition.right) ?? 0, toldApartBy(part)];
  const { left, operator } = condition;
  const failing = operator === "==" || operator.startsWith("<") ? threshold + 1 : threshold - 1;
  const others = operator === "!=" ? threshold : failing;
  return [
    ...copies(solve(part.of, threshold, given), those, label),
    ...copies(solve(left, others, given), many - those, label, "other"),
  ];
}

/** Where both sides would read one series, the whole is the part and the rest, told apart by a label that only one side chooses. */
export function partAndWhole(
  part: readonly Series[],
  whole: readonly Series[],
  left: Expression,
  right: Expression,
): Series[] {
  const ofPart = new Map(part.map((one) => [keyOf(one), one]));
  const chosen = selectorsIn(left).flatMap(({ matchers }) => matchers);
  const others = new Set(selectorsIn(right).flatMap(({ matchers }) => matchers.map(({ label }) => label)));
  const [matcher] = chosen.filter(({ label }) => !others.has(label) && label !== "__name__");
  const rest = whole.flatMap((one) => {
    const before = ofPart.get(keyOf(one));
    if (!before) return [one];
    if (!matcher) throw new Unsolved(`${one.name} would need two values at once`);
    const { value, slope } = before.shape;
    const shape = one.shape.continues
      ? { ...one.shape, slope: one.shape.slope - slope }
      : { ...one.shape, value: one.shape.value - value };
    return [{ ...one, labels: { ...one.labels, [matcher.label]: outside(matcher) }, shape }];
  });
  return [...part, ...rest];
}
