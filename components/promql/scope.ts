// Where a change of an alert holds: for the series with certain labels. Expressions are narrowed by what they return, so that it
// does not matter how they come to it.
import { labelled, within } from "./rewriting/combined";

/** Values by label; a series is meant where each of the labels has one of its values. */
export type Where = Readonly<Record<string, readonly string[]>>;

/** `host=db-1, team=data|search`. */
export const whereText = (where: Where): string =>
  Object.entries(where)
    .map(([label, values]) => `${label}=${values.join("|")}`)
    .join(", ");

/** An alert's name with the series that a rule of it judges, where not all. */
export const nameWhere = (name: string, where: Where | undefined): string =>
  where ? `${name} (${whereText(where)})` : name;

/** The series of the expression that are meant. */
export const onlyWhere = (expr: string, where: Where): string => within(expr, meant(where));

/** Those that none of the places means. */
export const exceptWhere = (expr: string, places: readonly Where[]): string =>
  places.length === 0 ? expr : [`(${expr})`, ...places.map((where) => `unless ${meant(where)}`)].join(" ");

/** Whether no series can be meant by both: a label has other values in each. */
export const areApart = (one: Where, other: Where): boolean =>
  Object.entries(one).some(([label, values]) => other[label] && !values.some((value) => other[label]?.includes(value)));

/** Matches the series that are meant with one that has the labels, for each of their values. */
function meant(where: Where): string {
  const labels = Object.keys(where);
  const sets = Object.entries(where).reduce<string[]>(
    (inner, [label, values]) => inner.flatMap((one) => values.map((value) => labelled(one, label, value))),
    ["vector(1)"],
  );
  return `on (${labels.join(", ")}) ${sets.length > 1 ? `(${sets.join(" or ")})` : sets.join()}`;
}
