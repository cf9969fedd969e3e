// Functions and powers, inverted, and aggregations that tell how unlike values are.
import { type Aggregation, unwrapped } from "../../../components/promql";
import { copies, toldApartBy } from "./copies";
import { Unsolved } from "./labels";
import type { Series } from "./shapes";

/** What a function is to be given for a value. */
const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  sqrt: (value) => (value < 0 ? Number.NaN : value * value),
  exp: Math.log,
  ln: Math.exp,
  log2: (value) => 2 ** value,
  log10: (value) => 10 ** value,
};

/** What a function is to be given, or undefined where it is another. Throws where it never has that value. */
export function givenFor(name: string, value: number): number | undefined {
  const inverse = FUNCTIONS[name];
  return inverse && defined(inverse(value), `${name}() is never ${value}`);
}

/** The base of a power. */
export const baseFor = (exponent: number, value: number): number =>
  defined(value < 0 ? Number.NaN : value ** (1 / exponent), `no base to the power of ${exponent} gives ${value}`);

/** The exponent of a power. */
export const exponentFor = (base: number, value: number): number =>
  defined(Math.log(value) / Math.log(base), `no power of ${base} gives ${value}`);

function defined(value: number, problem: string): number {
  if (!Number.isFinite(value)) throw new Unsolved(problem);
  return value;
}

type Inner = (wanted: number) => Series[];

/** Half of how far apart two values are for a deviation, or a variance. */
const HALVES: Readonly<Record<string, (value: number) => number>> = { stddev: (value) => value, stdvar: Math.sqrt };

/** Beside zero, which many metrics cannot fall below. */
const LOW = 1;

/** Two members that are so far apart; undefined where it is another aggregation. */
export function apart(aggregation: Aggregation, value: number, inner: Inner): Series[] | undefined {
  const half = HALVES[aggregation.operator];
  if (!half) return undefined;
  const high = LOW + 2 * defined(half(value), `${aggregation.operator} is never ${value}`);
  const label = toldApartBy(aggregation);
  return [...copies(inner(LOW), 1, label, "low"), ...copies(inner(high), 1, label, "high")];
}

/** As many values as are counted, each of a series of its own; undefined where something else is counted. */
export function distinct(
  { of }: Aggregation,
  count: number,
  innerOf: (of: Aggregation) => Inner,
): Series[] | undefined {
  const values = unwrapped(of);
  if (values.kind !== "aggregation" || values.operator !== "count_values") return undefined;
  const label = toldApartBy(values);
  return Array.from({ length: count }, (_, i) => copies(innerOf(values)(i + 1), 1, label, `value-${i}`)).flat();
}
