// Series beside those that a rule chooses: of each matcher, one that it does not want.
import { type Expression, type Matcher, selectorsIn, walk } from "../../components/promql";
import { outside, Unsolved } from "./series/labels";
import { firstOf, keyOf, type Series } from "./series/shapes";

/** For each matcher, the series that fire, with a label that it does not want: they must change nothing. */
export function decoys(expression: Expression, firing: readonly Series[]): Series[][] {
  const labels = new Set(
    selectorsIn(expression).flatMap(({ matchers }) =>
      matchers.map(({ label }) => label).filter((one) => one !== "__name__" && one !== "le"),
    ),
  );
  const known = new Set(firing.map(keyOf));
  return [...labels].flatMap((label) => {
    const unwanted = selectorsIn(expression).flatMap(({ matchers }) =>
      matchers.filter((one) => one.label === label && one.operator.startsWith("!")),
    );
    // What one of several matchers does not want, the others may.
    const values = [...new Set(unwanted.flatMap(wordOutside))];
    return (values.length === 0 ? ["decoy"] : values).flatMap((value) => {
      const more = firing
        .map((one) => ({ ...one, labels: { ...one.labels, [label]: value } }))
        .filter((one) => !known.has(keyOf(one)));
      return more.length === 0 ? [] : [firstOf(more)];
    });
  });
}

/** Series of other groups: each with another value of one label that the expression groups by, and matches by wherever it matches. */
export function othersOf(expression: Expression, series: readonly Series[]): Series[] {
  const parts = walk(expression).map(({ part }) => part);
  const grouped = parts.flatMap((part) =>
    part.kind === "aggregation" && part.grouping?.by ? part.grouping.labels.filter((label) => label !== "le") : [],
  );
  const matchings = parts.flatMap((part) => (part.kind === "binary" && part.matching ? [part.matching] : []));
  const safe = [...new Set(grouped)].filter((label) =>
    matchings.every(({ on, labels }) => labels.includes(label) === on),
  );
  return safe.flatMap((label) =>
    series.map((one) => ({ ...one, labels: { ...one.labels, [label]: `${one.labels[label] ?? ""}-other` } })),
  );
}

export const scaled = (series: readonly Series[], factor: number): Series[] =>
  series.map((one) => ({
    ...one,
    shape: { ...one.shape, value: one.shape.value * factor, slope: one.shape.slope * factor },
  }));

/** None where no word of a regular expression is found. */
function wordOutside(matcher: Matcher): string[] {
  try {
    // Of `device!=""` that is a series without the label.
    return [outside(matcher)];
  } catch (error) {
    if (error instanceof Unsolved) return [];
    throw error;
  }
}
