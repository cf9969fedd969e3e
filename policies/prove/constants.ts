// What an expression says without any series: its constants, its ranges, its times.
import { type Expression, secondsOf, unwrapped, walk } from "../../components/promql";

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
export function rangesOf(expression: Expression): { ranges: number[]; back: number } {
  const ranges = walk(expression).flatMap(({ part }) =>
    part.kind === "range" || part.kind === "subquery" ? [part.seconds ?? Number.NaN] : [],
  );
  const shifts = walk(expression).flatMap(({ part }) =>
    part.kind === "shifted" ? [Math.abs(part.seconds ?? Number.NaN)] : [],
  );
  // Ranges inside ranges add up; those side by side are counted once too often, which costs steps only.
  return { ranges, back: [...ranges, ...shifts].reduce((sum, one) => sum + one, 0) };
}

export const durationOf = (text: string | undefined): number => secondsOf(text ?? "0s") ?? 0;
