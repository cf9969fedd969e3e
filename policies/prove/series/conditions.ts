// What an expression asks for: comparisons that must hold together, each with values at which it fires, does not, or just not.
import { type Binary, type Call, type Expression, selectorsIn, unwrapped, walk } from "../../../components/promql";
import { constantOf } from "./constants";
import { copies, toldApartBy } from "./copies";
import { COUNTS, isSumOfAlike, roundedTo, unitOf } from "./counted";
import { type Given, keyIn, type Values } from "./given";
import { Unsolved } from "./labels";
import { OTHER, otherFor, partAndWhole, TURNED } from "./operations";
import { keyOf, type Series } from "./shapes";
import { seriesFor } from "./solve";
import { spreadOver, unlikeSides } from "./unlike";

export type Level = "quiet" | "under" | "below" | "at" | "fires";

/** One comparison: its series at each level. */
export interface Condition {
  text: string;
  /** Wholes are what ratios in it are divided by, where another condition asks for their value. */
  at(level: Level, wholes?: Values): readonly Series[];
  /** What a level asks of the ratios of another condition: the whole that they are divided by. */
  wholeIn(other: Condition, level: Level): Values | undefined;
  /** What is compared. */
  of: Expression;
}

/** The sides of `or`: each fires alone. */
export function alternativesIn(expression: Expression): Expression[] {
  const of = unwrapped(expression);
  return of.kind === "binary" && of.operator === "or"
    ? [...alternativesIn(of.left), ...alternativesIn(of.right)]
    : [expression];
}

/** Comparisons that must hold together. Throws Unsolved for forms that are not known. */
export function conditionsOf(expression: Expression, given: Given): Condition[] {
  const inner = (of: Expression) => conditionsOf(of, given);
  switch (expression.kind) {
    case "parentheses":
    case "shifted":
      return inner(expression.of);
    case "aggregation":
      if (!hasComparison(expression.of)) break;
      return inner(expression.of);
    case "call": {
      if (expression.name === "absent" || expression.name === "absent_over_time") return [absence(expression, given)];
      const [first] = expression.args;
      const of = first?.kind === "range" || first?.kind === "subquery" ? first.of : first;
      if (of && hasComparison(of)) return inner(of);
      break;
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "unless" && !hasComparison(left)) return [there(left, given), without(right, given)];
      if (operator === "and") {
        const before = inner(left);
        const after = withFixed(given, before);
        const guards = hasComparison(right) ? conditionsOf(right, after) : [there(right, after)];
        return [...before, ...guards.map((one) => besides(one, before, expression))];
      }
      if (operator === "unless") {
        const before = inner(left);
        return [...before, ...sparedIn(right, before, given)];
      }
      if (operator === "or") return inner(left);
      if (operator in TURNED)
        return [comparison(expression, given), ...guardsIn(left).flatMap((one) => conditionsOf(one, given))];
      if (hasComparison(left) && constantOf(right) !== undefined) return inner(left);
      if (hasComparison(left)) return [...inner(left), there(right, given)];
      if (hasComparison(right)) return [...inner(right), there(left, given)];
    }
  }
  if (selectorsIn(expression).length === 0) throw new Unsolved("it reads nothing: it fires always");
  return [presence(expression, given)];
}

/** What is asked for beside the value that is compared: `(a and b > 0) > 5`. */
function guardsIn(of: Expression): Expression[] {
  if (of.kind === "parentheses") return guardsIn(of.of);
  if (of.kind !== "binary" || of.operator !== "and") return [];
  return [...guardsIn(of.left), ...(hasComparison(of.right) ? [of.right] : [])];
}

const hasComparison = (expression: Expression): boolean =>
  walk(expression).some(
    ({ part }) =>
      (part.kind === "binary" && part.operator in TURNED) || (part.kind === "call" && part.name.startsWith("absent")),
  );

const there = (of: Expression, given: Given): Condition => {
  const series = seriesFor(of, otherFor(of), given);
  return { text: of.text, of, at: (level) => (level === "below" ? [] : series), wholeIn: () => undefined };
};

/** What compares nothing fires as long as it is there. */
function presence(of: Expression, given: Given): Condition {
  const series = seriesFor(of, otherFor(of), given);
  const at = (level: Level) => (level === "fires" ? series : []);
  return { text: of.text, of, at, wholeIn: () => undefined };
}

/** What must not be there: all of it is gone while the rest fires. */
function without(of: Expression, given: Given): Condition {
  const series = seriesFor(of, otherFor(of), given);
  const at = (level: Level) => (level === "fires" ? [] : series);
  return { text: `unless ${of.text}`, of, at, wholeIn: () => undefined };
}

/** A guard that asks for more than a part that another condition keeps at zero is fulfilled by the rest. */
function besides(one: Condition, before: readonly Condition[], { left, right }: Binary): Condition {
  const part = before.flatMap((other) => other.at("fires")).filter(isZero);
  if (part.length === 0) return one;
  const at = (level: Level, wholes?: Values) => {
    try {
      return partAndWhole(part, one.at(level, wholes), left, right).slice(part.length);
    } catch (error) {
      if (error instanceof Unsolved) return one.at(level, wholes);
      throw error;
    }
  };
  return { ...one, at };
}

const isZero = ({ shape }: Series) => shape.slope === 0 && (shape.continues === true || shape.value === 0);

/** Another series of a group, with which what `unless` excepts does not hold, where what fires alone would make it hold. */
function sparedIn(right: Expression, before: readonly Condition[], given: Given): Condition[] {
  const grouped = walk(right).flatMap(({ part }) => (part.kind === "aggregation" ? [part] : []))[0];
  const firing = new Set(before.flatMap((one) => one.at("fires").map(keyOf)));
  const [excepted] = grouped && hasComparison(right) ? conditionsOf(right, given) : [];
  if (!grouped || !excepted?.at("quiet").some((one) => firing.has(keyOf(one)))) return [];
  const spare = copies(excepted.at("quiet"), 1, toldApartBy(grouped), "spare");
  const at = (level: Level) => (level === "fires" ? spare : []);
  return [{ text: `unless ${right.text}`, of: right, at, wholeIn: () => undefined }];
}

function absence({ args, text }: Call, given: Given): Condition {
  const [of] = args;
  const [selector, ...more] = of ? selectorsIn(of) : [];
  if (!of || !selector || more.length > 0) throw new Unsolved("absent() of more than one series");
  const series = seriesFor(selector, 1, given);
  return { text, of, at: (level) => (level === "fires" ? [] : series), wholeIn: () => undefined };
}

function comparison({ operator: written, left: first, right: second, text }: Binary, given: Given): Condition {
  const isTurned = constantOf(first) !== undefined && constantOf(second) === undefined;
  const [of, to] = isTurned ? [second, first] : [first, second];
  const operator = isTurned ? (TURNED[written] ?? written) : written;
  const threshold = constantOf(to);
  const [own, others] = threshold === undefined ? [fixedOf(of, given), fixedOf(to, given)] : [];
  const values = valuesOf(operator, threshold ?? others ?? own ?? OTHER, of);
  const unlike = threshold === undefined ? unlikeSides(of, to) : undefined;
  const sides = (level: Level, wholes: Values | undefined): Series[] => {
    if (unlike) return spreadOver(unlike, level === "fires", given);
    const solved = (wanted: number) => seriesFor(of, wanted, { ...given, wholes });
    if (threshold !== undefined) return solved(values[level]);
    // What is fixed stays, and the other side is moved.
    if (own !== undefined && others === undefined)
      return [...solved(own), ...seriesFor(to, 2 * own - values[level], given)];
    return [...solved(values[level]), ...seriesFor(to, others ?? OTHER, given)];
  };
  return {
    text,
    of,
    at: sides,
    wholeIn: (other, level) =>
      values[level] > 0 && isWholeIn(of, other.of) ? new Map([[keyIn(of), values[level]]]) : undefined,
  };
}

const withFixed = (given: Given, before: readonly Condition[]): Given => ({
  ...given,
  fixed: new Map([
    ...(given.fixed ?? []),
    ...before.flatMap((one) => one.at("fires")).map((one) => [keyOf(one), one.shape.value] as const),
  ]),
  zero: new Set([
    ...(given.zero ?? []),
    ...before
      .flatMap((one) => one.at("fires"))
      .filter(isZero)
      .map(keyOf),
  ]),
});

/** The value of what is one plain series, where a condition before needs it. */
function fixedOf(of: Expression, given: Given): number | undefined {
  const plain = unwrapped(of);
  const [series] = plain.kind === "selector" ? seriesFor(plain, 0, given) : [];
  return series && given.fixed?.get(keyOf(series));
}

const isWholeIn = (whole: Expression, of: Expression) =>
  walk(of).some(({ part }) => part.kind === "binary" && part.operator === "/" && keyIn(part.right) === keyIn(whole));

/** Whether its values are whole numbers. */
const isCounted = (of: Expression): boolean =>
  walk(of).some(
    ({ part }) =>
      (part.kind === "aggregation" && (COUNTS.has(part.operator) || isSumOfAlike(part))) ||
      (part.kind === "call" && part.name === "changes"),
  );

function valuesOf(operator: string, threshold: number, of: Expression): Record<Level, number> {
  const unit = unitOf(of, threshold) ?? (isCounted(of) || threshold === 0 ? 1 : (roundedTo(of) ?? 0));
  const near = Math.max(unit, isCounted(of) ? 0 : Math.abs(threshold) * 0.01);
  const far = Math.max(unit, isCounted(of) ? 0 : Math.abs(threshold) * 0.5);
  const below = threshold === 0 && operator === ">" ? 0 : threshold - near;
  const at = threshold;
  const forms: Readonly<Record<string, Omit<Record<Level, number>, "under">>> = {
    ">": { quiet: threshold === 0 ? 0 : threshold - far, below, at, fires: threshold + near },
    ">=": { quiet: threshold - far, below: threshold - near, at, fires: threshold + near },
    "<": { quiet: threshold + far, below: threshold + near, at, fires: threshold - near },
    "<=": { quiet: threshold + far, below: threshold + near, at, fires: threshold - near },
    "==": { quiet: threshold + 1, below: threshold + near, at, fires: threshold },
    "!=": { quiet: threshold, below: threshold, at, fires: threshold + 1 },
  };
  const found = forms[operator];
  if (!found) throw new Unsolved(`${operator} is not solved`);
  // What is 0 at its least is looked at below that as well.
  return { ...found, under: threshold === 0 && operator === ">" ? -0.5 : found.below };
}
