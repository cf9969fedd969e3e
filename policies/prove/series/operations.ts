// Operations of two sides, inverted: which values of the sides give the wanted one.
import { type Binary, COMPARISONS, type Expression, meets, selectorsIn } from "../../../components/promql";
import { constantOf, isTime } from "./constants";
import { type Given, isIn, keyIn, withKnown } from "./given";
import { outside, Unsolved } from "./labels";
import { keyOf, merged, type Series } from "./shapes";

/** Beside what is wanted, where a division or a product needs another side. */
export const OTHER = 100;

type Solve = (of: Expression, wanted: number, given: Given) => Series[];

/** Series with which the operation has this value. Throws Unsolved where its form is not known. */
export function ofBinary(expression: Binary, value: number, given: Given, solve: Solve): Series[] {
  const { operator, left, right } = expression;
  const number = (of: Expression) => constantOf(of) ?? given.known?.get(keyIn(of));
  const inner = (of: Expression, wanted: number) => solve(of, wanted, given);
  const [a, b] = [number(left), number(right)];
  if (operator === "-" && isTime(left))
    return inner(right, 0).map((one) => ({ ...one, shape: { value: -value, slope: 1 } }));
  if (operator === "-" && isTime(right)) return inner(left, 0).map((one) => ({ ...one, shape: { value, slope: 1 } }));
  const solved: Readonly<Record<string, () => Series[]>> = {
    "+": () =>
      b !== undefined
        ? inner(left, value - b)
        : a !== undefined
          ? inner(right, value - a)
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
    and: () => [...inner(left, value), ...inner(right, OTHER)],
    unless: () => inner(left, value),
    or: () => inner(left, value),
  };
  const ways = solved[operator];
  if (ways) return merged(ways());
  // A comparison inside passes its left side on.
  if (b !== undefined && COMPARISONS.has(operator)) return inner(left, passing(operator, b, value));
  throw new Unsolved(`${operator} of two sides is not solved`);
}

/** The wanted value, or one that a comparison lets through. */
function passing(operator: string, threshold: number, wanted: number): number {
  if (meets(wanted, operator, threshold)) return wanted;
  return operator.startsWith("<") || operator === "!=" ? threshold - 1 : operator === ">" ? threshold + 1 : threshold;
}

/** A part, or what is left of it, by a whole that may be computed of it. */
function ratio({ left, right }: Binary, value: number, given: Given, solve: Solve): Series[] {
  const whole = given.wholes?.get(keyIn(right)) ?? OTHER;
  const part = value * whole;
  if (isIn(right, left)) return [...solve(right, whole, given), ...solve(left, part, withKnown(given, right, whole))];
  if (isIn(left, right)) return [...solve(left, part, given), ...solve(right, whole, withKnown(given, left, part))];
  return partAndWhole(solve(left, part, given), solve(right, whole, given), left, right);
}

/** Where both sides would read one series, the whole is the part and the rest, told apart by a label that only one side chooses. */
function partAndWhole(
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
