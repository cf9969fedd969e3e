// From an expression alone: which series give it a wanted value. The inverse of evaluation, for the forms that rules are written in.
import { type Expression, unwrapped } from "../../../components/promql";
import { constantOf } from "./constants";
import { copies, toldApartBy } from "./copies";
import { COUNTS, onlyValueOf } from "./counted";
import { type Given, keyIn } from "./given";
import { apart, distinct, givenFor } from "./inverses";
import { asked, type Common, Unsolved } from "./labels";
import { OTHER, ofBinary } from "./operations";
import { keyOf, type Series, type Shape } from "./shapes";

type Selector = Extract<Expression, { kind: "selector" }>;

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
  ...["avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time"],
]);
const SINGLE = new Set(["sum", "avg", "min", "max", "group", "topk", "bottomk", "quantile", "limitk"]);
const STANDING = (value: number): Shape => ({ value, slope: 0 });

/** Series with which the expression has this value. Throws Unsolved where its form is not known. */
export function seriesFor(expression: Expression, value: number, given: Given): Series[] {
  const inner = (of: Expression | undefined, wanted: number) => {
    if (!of) throw new Unsolved("an operand is missing");
    return seriesFor(of, wanted, given);
  };
  const known = given.known?.get(keyIn(expression));
  if (known !== undefined) {
    if (known !== value) throw new Unsolved(`${expression.text} would need two values at once`);
    return [];
  }
  switch (expression.kind) {
    case "number":
      return [];
    case "string":
      throw new Unsolved("a text has no value");
    case "selector":
      return [seriesOf(expression, STANDING(value), given.common)];
    case "parentheses":
    case "shifted":
      return inner(expression.of, value);
    case "sign":
      return inner(expression.of, expression.text.trim().startsWith("-") ? -value : value);
    case "range":
    case "subquery":
      return inner(expression.of, value);
    case "aggregation": {
      const only = expression.operator === "sum" ? onlyValueOf(expression.of) : undefined;
      if (only !== undefined)
        return copies(inner(expression.of, only), Math.round(value / only), toldApartBy(expression));
      if (SINGLE.has(expression.operator)) return inner(expression.of, value);
      if (COUNTS.has(expression.operator))
        return (
          distinct(expression, Math.round(value), (values) => (wanted) => inner(values.of, wanted)) ??
          copies(inner(expression.of, 1), Math.round(value), toldApartBy(expression))
        );
      const unlike = apart(expression, value, (wanted) => inner(expression.of, wanted));
      if (unlike) return unlike;
      throw new Unsolved(`${expression.operator} is not solved`);
    }
    case "call":
      return ofCall(expression, value, given);
    case "binary":
      return ofBinary(expression, value, given, seriesFor);
  }
}

function ofCall({ name, args }: Extract<Expression, { kind: "call" }>, value: number, given: Given): Series[] {
  const { common, step } = given;
  const [first, second] = args;
  const ranged = first?.kind === "range" || first?.kind === "subquery" ? first : undefined;
  const seconds = ranged?.seconds ?? 0;
  const of = ranged ? unwrapped(ranged.of) : undefined;
  const rising = (slope: number): Series[] => {
    if (of?.kind !== "selector") throw new Unsolved(`${name} of what is no plain series`);
    return [seriesOf(of, { value: BASE, slope, continues: true }, common)];
  };
  if (name === "rate" || name === "irate" || name === "deriv") return rising(value);
  if (name === "changes") return changing(of, value, seconds / step, common);
  if (name === "increase" || name === "delta") return rising(value / seconds);
  if (name === "sum_over_time" && ranged)
    return seriesFor(ranged.of, value / Math.max(1, Math.floor(seconds / step)), given);
  if (name === "present_over_time" && ranged) return seriesFor(ranged.of, 1, given);
  if (name === "histogram_quantile") return ofQuantile(args, value, given);
  if (name === "predict_linear" && of?.kind === "selector") return heading(of, value, second, given);
  if (name === "vector" || name === "time") return [];
  const wanted = givenFor(name, value);
  if (wanted !== undefined && first) return seriesFor(first, wanted, given);
  const inner = name === "quantile_over_time" ? second : first;
  if (SAME.has(name) && inner)
    return seriesFor(inner.kind === "range" || inner.kind === "subquery" ? inner.of : inner, value, given);
  throw new Unsolved(`${name}() is not solved`);
}

/** What is to be less than nothing falls there from what it is; anything else stays. */
function heading(of: Selector, value: number, ahead: Expression | undefined, { common, fixed }: Given): Series[] {
  const seconds = ahead && constantOf(ahead);
  if (value >= 0 || !(seconds !== undefined && seconds > 0))
    return [seriesOf(of, { value, slope: 0, continues: false }, common)];
  const [plain] = [seriesOf(of, STANDING(OTHER), common)];
  const from = fixed?.get(keyOf(plain)) || OTHER;
  return [{ ...plain, shape: { value: from, slope: (value - from) / seconds, continues: false } }];
}

/** At least as many changes as wanted in each window of so many steps, and one more at most. */
function changing(of: Expression | undefined, count: number, steps: number, common: Common): Series[] {
  if (of?.kind !== "selector") throw new Unsolved("changes of what is no plain series");
  const every = count < 1 ? Number.POSITIVE_INFINITY : Math.floor((steps - 1) / count);
  if (every < 1) throw new Unsolved(`${count} changes in ${steps} samples`);
  return [seriesOf(of, { value: BASE, slope: 0, continues: true, every }, common)];
}

/** All observations fall below one bound, which is placed so that the quantile is the value. */
function ofQuantile(args: readonly Expression[], value: number, given: Given): Series[] {
  const [quantile, buckets] = args;
  const of = quantile && unwrapped(quantile);
  if (of?.kind !== "number" || !buckets || !(value > 0) || !(of.value > 0))
    throw new Unsolved("its quantile is not solved");
  const counted = seriesFor(buckets, 1, given);
  return counted.flatMap((one) =>
    [String(value / of.value), "+Inf"].map((le) => ({ ...one, labels: { ...one.labels, le } })),
  );
}

function seriesOf(selector: Selector, shape: Shape, common: Common): Series {
  if (selector.name === undefined) throw new Unsolved("a selector without a name");
  return { name: selector.name, labels: { ...common, ...asked(selector, common) }, shape };
}
