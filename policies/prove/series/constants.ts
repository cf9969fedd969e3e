// What an expression says without any series: its constants, its ranges, its times.
import { type Expression, partsOf, secondsOf, unwrapped, walk } from "../../../components/promql";

export function constantOf(expression: Expression): number | undefined {
  const of = expression.kind === "parentheses" ? expression.of : expression;
  if (of.kind === "number") return of.value;
  if (of.kind === "sign") {
    const value = constantOf(of.of);
    return value === undefined ? undefined : of.text.trim().startsWith("-") ? -value : value;
  }
  if (of.kind === "parentheses") return constantOf(of);
  if (of.kind !== "binary") return undefined;
  const [a, b] = [constantOf(of.left), constantOf(of.right)];
  if (a === undefined || b === undefined) return undefined;
  return { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "^": a ** b }[of.operator];
}

export const isTime = (expression: Expression): boolean => {
  const of = unwrapped(expression);
  return of.kind === "call" && of.name === "time";
};

/** The ranges of an expression, in seconds, and how far back it looks. */
export const rangesOf = (expression: Expression): { ranges: number[]; back: number } => ({
  ranges: walk(expression).flatMap(({ part }) =>
    part.kind === "range" || part.kind === "subquery" ? [part.seconds ?? Number.NaN] : [],
  ),
  back: backOf(expression),
});

/** Whether all that it reads is read over a range, so that samples may be any time apart. */
export function isRanged(expression: Expression): boolean {
  if (expression.kind === "range") return true;
  if (expression.kind === "selector" || expression.kind === "subquery") return false;
  return partsOf(expression).every(isRanged);
}

/** Whether all that it reads is from before. */
export function isEarlier(expression: Expression): boolean {
  if (expression.kind === "shifted") return (expression.seconds ?? 0) > 0;
  const parts = partsOf(expression);
  const reading = parts.filter((one) => one.kind !== "number" && one.kind !== "string");
  return reading.length > 0 && reading.every(isEarlier);
}

/** Whether it counts changes, of which as many must fit into a window as are asked for. */
export const asksForChanges = (expression: Expression): boolean =>
  walk(expression).some(({ part }) => part.kind === "call" && part.name === "changes");

/** Ranges inside ranges add up; of those side by side the longest counts. */
function backOf(expression: Expression): number {
  const own =
    expression.kind === "range" || expression.kind === "subquery" || expression.kind === "shifted"
      ? Math.abs(expression.seconds ?? Number.NaN)
      : 0;
  return own + Math.max(0, ...partsOf(expression).map(backOf));
}

export const durationOf = (text: string | undefined): number => secondsOf(text ?? "0s") ?? 0;
