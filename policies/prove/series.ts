// From an expression alone: which series give it a wanted value. The inverse of evaluation, for the forms that rules are written in.
import {
  type Expression,
  type Matcher,
  matches,
  secondsOf,
  selectorsIn,
  unwrapped,
  walk,
} from "../../components/promql";

/** What a series does: it stands, or rises by so much a second. */
export interface Shape {
  value: number;
  /** Per second. */
  slope: number;
  /** A counter goes on from where it was; what is compared with the clock is where it must be at its time. */
  continues?: boolean;
}

export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  shape: Shape;
}

/** Why no series can be found for an expression. */
export class Unsolved extends Error {}

type Selector = Extract<Expression, { kind: "selector" }>;

/** Labels that all series of a rule share: those that are grouped or matched by, and what matchers ask for. */
export type Common = Readonly<Record<string, string>>;

export function commonLabels(expression: Expression, named: readonly string[]): Common {
  const common: Record<string, string> = Object.fromEntries(named.map((label) => [label, "x"]));
  for (const { part } of walk(expression)) {
    if (part.kind === "aggregation" && part.grouping?.by)
      for (const label of part.grouping.labels) common[label] ??= "x";
    if (part.kind === "binary" && part.matching?.on) for (const label of part.matching.labels) common[label] ??= "x";
  }
  for (const selector of selectorsIn(expression)) Object.assign(common, asked(selector, common));
  const { le: _, __name__: __, ...labels } = common;
  return labels;
}

/** Values that a selector's matchers are content with. */
function asked({ matchers }: Selector, given: Common): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const { label, operator, value } of matchers) {
    if (label === "__name__") continue;
    const before = labels[label] ?? given[label];
    if (operator === "=") labels[label] = value;
    if (operator === "!=" && (before ?? "") === value) labels[label] = value === "" ? "x" : "other";
    if (operator === "=~" && !matches(value, before ?? "")) labels[label] = wordOf(value);
    if (operator === "!~" && matches(value, before ?? ""))
      labels[label] = ["other", "x", "7", "a-b"].find((one) => !matches(value, one)) ?? "";
  }
  return labels;
}

/** A word that a regular expression matches. */
function wordOf(pattern: string): string {
  const [first = ""] = pattern.replace(/\(\?:/g, "(").split(/\|(?![^(]*\))/);
  const flat = first.replace(/\(([^()|]*)(?:\|[^()]*)?\)/g, "$1").replace(/\(([^()|]*)(?:\|[^()]*)?\)/g, "$1");
  const plain = flat
    .replace(/^\^|\$$/g, "")
    .replace(/\\d/g, "1")
    .replace(/\\([wS])/g, "x")
    .replace(/\[\^[^\]]*\]/g, "x")
    .replace(/\[(.)[^\]]*\]/g, "$1")
    .replace(/\{\d[^}]*\}/g, "")
    .replace(/\.[*?]/g, "")
    .replace(/[+*?]/g, "")
    .replace(/(?<!\\)\./g, "5")
    .replace(/\\(.)/g, "$1");
  const word = [plain, first, "x", "1"].find((one) => matches(pattern, one) && one !== "") ?? "";
  if (!matches(pattern, word)) throw new Unsolved(`no value is found that ${pattern} matches`);
  return word;
}

/** Beside what is wanted, where a division or a product needs another side. */
const OTHER = 100;

/** Counters have counted before: at zero, extrapolation is cut. */
const BASE = 1_000_000;

const SAME = new Set([
  ...[
    "abs",
    "ceil",
    "floor",
    "round",
    "label_replace",
    "label_join",
    "sort",
    "sort_desc",
    "scalar",
    "clamp_min",
    "clamp_max",
    "clamp",
  ],
  ...["avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time", "predict_linear"],
]);
const SINGLE = new Set(["sum", "avg", "min", "max", "group", "topk", "bottomk", "quantile", "limitk"]);
const STANDING = (value: number): Shape => ({ value, slope: 0 });

/** Series with which the expression has this value. Throws Unsolved where its form is not known. */
export function seriesFor(expression: Expression, value: number, common: Common, step: number): Series[] {
  const inner = (of: Expression | undefined, wanted: number) => {
    if (!of) throw new Unsolved("an operand is missing");
    return seriesFor(of, wanted, common, step);
  };
  switch (expression.kind) {
    case "number":
      return [];
    case "string":
      throw new Unsolved("a text has no value");
    case "selector":
      return [seriesOf(expression, STANDING(value), common)];
    case "parentheses":
    case "shifted":
      return inner(expression.of, value);
    case "sign":
      return inner(expression.of, expression.text.trim().startsWith("-") ? -value : value);
    case "range":
    case "subquery":
      return inner(expression.of, value);
    case "aggregation": {
      if (SINGLE.has(expression.operator)) return inner(expression.of, value);
      if (expression.operator === "count") return copies(inner(expression.of, 1), Math.round(value));
      throw new Unsolved(`${expression.operator} is not solved`);
    }
    case "call":
      return ofCall(expression, value, common, step);
    case "binary":
      return ofBinary(expression, value, inner);
  }
}

function ofCall(
  { name, args }: Extract<Expression, { kind: "call" }>,
  value: number,
  common: Common,
  step: number,
): Series[] {
  const [first, second] = args;
  const ranged = first?.kind === "range" || first?.kind === "subquery" ? first : undefined;
  const seconds = ranged?.seconds ?? 0;
  const of = ranged ? unwrapped(ranged.of) : undefined;
  const rising = (slope: number): Series[] => {
    if (of?.kind !== "selector") throw new Unsolved(`${name} of what is no plain series`);
    return [seriesOf(of, { value: BASE, slope, continues: true }, common)];
  };
  if (name === "rate" || name === "irate" || name === "deriv") return rising(value);
  if (name === "increase" || name === "delta") return rising(value / seconds);
  if (name === "sum_over_time" && ranged)
    return seriesFor(ranged.of, value / Math.max(1, Math.floor(seconds / step)), common, step);
  if (name === "present_over_time" && ranged) return seriesFor(ranged.of, 1, common, step);
  if (name === "histogram_quantile") return ofQuantile(args, value, common, step);
  if (name === "vector" || name === "time") return [];
  const inner = name === "quantile_over_time" ? second : first;
  if (SAME.has(name) && inner)
    return seriesFor(inner.kind === "range" || inner.kind === "subquery" ? inner.of : inner, value, common, step);
  throw new Unsolved(`${name}() is not solved`);
}

/** All observations fall below one bound, which is placed so that the quantile is the value. */
function ofQuantile(args: readonly Expression[], value: number, common: Common, step: number): Series[] {
  const [quantile, buckets] = args;
  const of = quantile && unwrapped(quantile);
  if (of?.kind !== "number" || !buckets || !(value > 0) || !(of.value > 0))
    throw new Unsolved("its quantile is not solved");
  const counted = seriesFor(buckets, 1, common, step);
  return counted.flatMap((one) =>
    [String(value / of.value), "+Inf"].map((le) => ({ ...one, labels: { ...one.labels, le } })),
  );
}

function ofBinary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  value: number,
  inner: (of: Expression, wanted: number) => Series[],
): Series[] {
  const number = (of: Expression) => constantOf(of);
  const [a, b] = [number(left), number(right)];
  const [ofTimeLeft, ofTimeRight] = [isTime(left), isTime(right)];
  if (operator === "-" && ofTimeLeft)
    return inner(right, 0).map((one) => ({ ...one, shape: { value: -value, slope: 1 } }));
  if (operator === "-" && ofTimeRight) return inner(left, 0).map((one) => ({ ...one, shape: { value, slope: 1 } }));
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
          : partAndWhole(inner(left, value * OTHER), inner(right, OTHER), left, right),
    and: () => [...inner(left, value), ...inner(right, OTHER)],
    unless: () => inner(left, value),
    or: () => inner(left, value),
  };
  const solve = solved[operator];
  if (solve) return same(solve());
  // A comparison inside passes its left side on.
  if (b !== undefined && [">", "<", ">=", "<=", "==", "!="].includes(operator))
    return inner(left, operator === "==" ? b : value);
  throw new Unsolved(`${operator} of two sides is not solved`);
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

/** A value that a matcher does not choose. */
function outside({ operator, value }: Matcher): string {
  if (operator === "!=") return value;
  if (operator === "!~") return wordOf(value);
  return ["rest", "7", "a-b"].find((one) => one !== value && !(operator === "=~" && matches(value, one))) ?? "";
}

/** One series cannot have two values: a later one that is the same is left out. */
function same(series: readonly Series[]): Series[] {
  const byName = new Map<string, Series>();
  for (const one of series) {
    const key = keyOf(one);
    const before = byName.get(key);
    if (before && (before.shape.value !== one.shape.value || before.shape.slope !== one.shape.slope))
      throw new Unsolved(`${one.name} would need two values at once`);
    byName.set(key, one);
  }
  return [...byName.values()];
}

export const keyOf = ({ name, labels }: Pick<Series, "name" | "labels">): string =>
  `${name}{${Object.entries(labels)
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(",")}}`;

function seriesOf(selector: Selector, shape: Shape, common: Common): Series {
  if (selector.name === undefined) throw new Unsolved("a selector without a name");
  return { name: selector.name, labels: { ...common, ...asked(selector, common) }, shape };
}

const copies = (series: readonly Series[], count: number): Series[] => {
  if (count < 0 || count > 50) throw new Unsolved(`a count of ${count}`);
  return Array.from({ length: count }, (_, i) =>
    series.map((one) => ({ ...one, labels: { ...one.labels, instance: `copy-${i}` } })),
  ).flat();
};

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

const isTime = (expression: Expression): boolean => {
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
