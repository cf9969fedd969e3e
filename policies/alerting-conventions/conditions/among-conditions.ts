// Conditions on the same thing, joined by and, or, unless: which no value meets together, and of which every value meets one.
import { COMPARISONS, type Expression, meets, numberIn, unwrapped } from "../../../components/promql";
import type { Problem } from "../../policy";

/** A comparison of something with a number. */
interface Limit {
  of: string;
  operator: string;
  threshold: number;
}

/** @param isCondition Whether it is what an alert fires for. */
export function* amongConditions(part: Expression, isCondition: boolean): Generator<Problem> {
  if (part.kind !== "binary" || part.matching) return;
  const { operator, left, right, text } = part;
  const never = (found: string, fix: string): Problem => ({
    found: `"${text}" never holds: ${found}`,
    why: "Whatever happens, the result is empty",
    fix,
  });
  if (operator === "and" && pairsOf(limitsIn(left, "and"), limitsIn(right, "and")).some(isNeverBoth))
    yield never("no value meets both conditions", "Write or where one of them is enough");
  if (operator === "unless" && pairsOf(limitsIn(left, "and"), limitsIn(right, "or")).some(isWithin))
    yield never("every value that meets the first condition meets the second", "Turn the second condition round");
  const either = operator === "or" && isCondition ? [...limitsIn(left, "or"), ...limitsIn(right, "or")] : [];
  if (either.some((one) => meetsOne(either.filter(({ of }) => of === one.of))))
    yield {
      found: `"${text}" always holds: every value meets one of the conditions`,
      why: "The alert fires as long as the series are there",
      fix: "Write and where both must hold",
    };
}

/** Those that are joined so, each alone. */
function limitsIn(side: Expression, joined: "and" | "or"): Limit[] {
  const of = unwrapped(side);
  if (of.kind !== "binary" || of.bool) return [];
  if (of.operator === joined && !of.matching) return [...limitsIn(of.left, joined), ...limitsIn(of.right, joined)];
  const threshold = COMPARISONS.has(of.operator) ? numberIn(of.right) : undefined;
  return threshold === undefined || Number.isNaN(threshold)
    ? []
    : [{ of: of.left.text, operator: of.operator, threshold }];
}

type Pair = readonly [Limit, Limit];

const pairsOf = (some: readonly Limit[], others: readonly Limit[]): Pair[] =>
  some.flatMap((one) => others.filter(({ of }) => of === one.of).map((other): Pair => [one, other]));

/** A value in each stretch that the thresholds make, and each threshold. */
function valuesAround(limits: readonly Limit[]): number[] {
  const points = limits.map(({ threshold }) => threshold).sort((a, b) => a - b);
  const [least = 0, most = 0] = [points[0], points.at(-1)];
  const between = points.map((point, i) => (point + (points[i + 1] ?? point)) / 2);
  // Between two infinities is 0.
  return [least - 1, ...points, ...between.map((one) => (Number.isNaN(one) ? 0 : one)), most + 1];
}

const isMet = (value: number, { operator, threshold }: Limit) => meets(value, operator, threshold);

const isNeverBoth = (pair: Pair) => !valuesAround(pair).some((value) => pair.every((limit) => isMet(value, limit)));

const isWithin = (pair: Pair) => {
  const [first, second] = pair;
  return valuesAround(pair).every((value) => !isMet(value, first) || isMet(value, second));
};

const meetsOne = (limits: readonly Limit[]) =>
  valuesAround(limits).every((value) => limits.some((limit) => isMet(value, limit)));
