// Firing series with one thing changed, which faults inside of an expression need: a selector's series are others, a comparison is at
// another level, what an exception asks for is there, a group has another member.
import {
  COMPARISONS,
  type Expression,
  matches,
  type Part,
  type Selector,
  selectorsIn,
  walk,
} from "../../components/promql";
import { scaled } from "./decoys";
import { type Condition, conditionsOf, type Level } from "./series/conditions";
import { constantOf } from "./series/constants";
import type { Given } from "./series/given";
import { outside, Unsolved } from "./series/labels";
import { firstOf, keyOf, type Series } from "./series/shapes";

/** Firing series, changed, by what was done. */
export interface Variation {
  title: string;
  series: readonly Series[];
}

const LEVELS: readonly Level[] = ["fires", "at", "below", "under", "quiet"];

export function variationsOf(
  expression: Expression,
  given: Given,
  firing: readonly Series[],
  quiet: readonly Series[],
): Variation[] {
  const parts = comparisonsIn(expression);
  const inner = solvedOf(parts, given);
  const levels = inner.flatMap((one) => LEVELS.map((level) => at(one, level, firing)));
  // Of what is counted, one is seen where nothing else is counted.
  const counted = parts.filter(({ inside }) => [...inside].some((around) => around.kind === "aggregation"));
  const alone = solvedOf(counted, given).flatMap((one) => LEVELS.map((level) => at(one, level, quiet)));
  const all = firstOf([...firing, ...inner.flatMap((one) => one.at("fires"))]);
  const found = [
    ...levels,
    { title: "a hundredth of all", series: scaled(firing, 0.01) },
    ...selectorsIn(expression).flatMap((of) => ofSelector(of, all, { firing, quiet })),
    ...groupedLabels(expression).map((label) => ({
      title: `another ${label}`,
      series: firstOf([...firing, ...more(firing, label, (value) => `${value}-more`)]),
    })),
    ...alone,
  ];
  const byKey = new Map(found.map((one) => [JSON.stringify(one.series), one]));
  return [...byKey.values()];
}

const at = (one: Condition, level: Level, firing: readonly Series[]): Variation => ({
  title: `${level}: ${one.text}`,
  series: firstOf([...one.at(level), ...firing]),
});

/** Comparisons anywhere in the expression, and what `unless` excepts. */
const comparisonsIn = (expression: Expression): Part[] =>
  walk(expression).flatMap((placed) => {
    const { part } = placed;
    if (part.kind !== "binary") return [];
    if (part.operator === "unless") return [{ ...placed, part: part.right }];
    return COMPARISONS.has(part.operator) && constantOf(part.right) !== undefined ? [placed] : [];
  });

/** Those that are not solved are left out. */
function solvedOf(parts: readonly Part[], given: Given): Condition[] {
  return parts.flatMap(({ part }) => {
    try {
      const [first] = conditionsOf(part, given);
      // What does not solve says so as it is asked for.
      for (const level of LEVELS) first?.at(level);
      return first ? [first] : [];
    } catch (error) {
      if (error instanceof Unsolved) return [];
      throw error;
    }
  });
}

/** For each matcher, series that only it leaves out: instead of those that are chosen, and beside them. */
function ofSelector(
  { name, matchers }: Selector,
  all: readonly Series[],
  { firing, quiet }: { firing: readonly Series[]; quiet: readonly Series[] },
): Variation[] {
  const isChosen = (one: Series) =>
    one.name === name &&
    matchers.every(({ label, operator, value }) => {
      const own = one.labels[label] ?? "";
      const is = operator.endsWith("~") ? matches(value, own) : own === value;
      return label === "__name__" || is !== operator.startsWith("!");
    });
  const chosen = all.filter(isChosen);
  return matchers.flatMap((matcher) => {
    if (matcher.label === "__name__" || chosen.length === 0) return [];
    const unwanted = wordOutside(matcher);
    if (unwanted === undefined) return [];
    const decoys = (of: readonly Series[]) =>
      of.map((one) => ({ ...one, labels: { ...one.labels, [matcher.label]: unwanted } }));
    const [less, added, few] = [firing.filter((one) => !isChosen(one)), decoys(chosen), decoys(quiet.filter(isChosen))];
    const what = `${name ?? ""}{${matcher.label}=${JSON.stringify(unwanted)}}`;
    return [
      { title: `${what} instead`, series: firstOf([...less, ...added]) },
      { title: `${what} beside`, series: firstOf([...firing, ...few]) },
      { title: `three times ${what} beside`, series: firstOf([...firing, ...scaled(added, 3)]) },
    ];
  });
}

function wordOutside(matcher: Parameters<typeof outside>[0]): string | undefined {
  try {
    return outside(matcher);
  } catch (error) {
    if (error instanceof Unsolved) return undefined;
    throw error;
  }
}

const groupedLabels = (expression: Expression): string[] => [
  ...new Set(
    walk(expression).flatMap(({ part }) =>
      part.kind === "aggregation" && part.grouping?.by ? part.grouping.labels.filter((label) => label !== "le") : [],
    ),
  ),
];

/** The same with another value of a label, of what has it. */
const more = (series: readonly Series[], label: string, value: (before: string) => string): Series[] =>
  series
    .filter(({ labels }) => labels[label] !== undefined)
    .map((one) => ({ ...one, labels: { ...one.labels, [label]: value(one.labels[label] ?? "") } }))
    .filter((one) => !series.some((before) => keyOf(before) === keyOf(one)));
