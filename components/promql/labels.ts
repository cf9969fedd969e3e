// Which labels can reach the result of an expression, and which do as a rule, where its text tells.

import { COMPARISONS } from "./comparison";
import { isRecording } from "./metrics";
import { NO_RECORDINGS, type Recordings } from "./recordings";
import { matches } from "./regex";
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  type Matcher,
  type Selector,
  selectorsIn,
  unwrapped,
} from "./syntax/expression";

const CHOOSING: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

/** Whether an aggregation gives some of its series, with all their labels, in place of one for each group. */
export const choosesSeries = ({ operator }: Pick<Aggregation, "operator">): boolean => CHOOSING.has(operator);

/** The labels that series can have: those named, and perhaps others. */
export interface Labels {
  named: ReadonlyMap<string, boolean>;
  others: boolean;
  /** Those that are there where the author is right: what a scrape adds, what a grouping names, what a matcher asks for. */
  expected: ReadonlySet<string>;
}

const NO_LABELS: ReadonlySet<string> = new Set();
const ANY: Labels = { named: new Map(), others: true, expected: NO_LABELS };
const NONE: Labels = { named: new Map(), others: false, expected: NO_LABELS };

/** With the labels that a scrape gives to every series. */
const SCRAPED: Labels = { ...ANY, expected: new Set(["job", "instance"]) };

/** Functions that leave the metric's name in place. */
const KEEP_NAME = new Set([
  "last_over_time",
  "first_over_time",
  "sort",
  "sort_desc",
  "sort_by_label",
  "sort_by_label_desc",
]);

/** Functions of a classic histogram's buckets: they consume `le`. */
const OF_BUCKETS = new Set(["histogram_quantile", "histogram_fraction"]);

/** Functions whose result is one value without labels. */
const WITHOUT_LABELS = new Set([
  ...["scalar", "vector", "time", "pi"],
  ...["step", "range", "start", "end", "min_of", "max_of"],
]);

export function canHave(labels: Labels, label: string): boolean {
  return labels.named.get(label) ?? labels.others;
}

/**
 * The labels that the expression's result can have.
 *
 * @param recordings What is known of the recordings that it reads.
 */
export function labelsOf(expression: Expression, recordings: Recordings = NO_RECORDINGS): Labels {
  const before = recordings.found.get(expression);
  if (before) return before;
  const labels =
    recordings === NO_RECORDINGS || readsAny(expression, recordings)
      ? found(expression, recordings)
      : labelsOf(expression, NO_RECORDINGS);
  // Recordings that read themselves are found out on the way: what depends on them is not kept.
  if (!recordings.isAsked) recordings.found.set(expression, labels);
  return labels;
}

const readsAny = (expression: Expression, recordings: Recordings): boolean =>
  selectorsIn(expression).some(({ name }) => name !== undefined && recordings.has(name));

function found(expression: Expression, recordings: Recordings): Labels {
  switch (expression.kind) {
    case "number":
    case "string":
      return NONE;
    case "selector":
      return ofSelector(expression, recordings);
    case "call":
      return ofCall(expression, recordings);
    case "aggregation": {
      const inner = labelsOf(expression.of, recordings);
      if (choosesSeries(expression)) return inner;
      const { grouping, parameter } = expression;
      const grouped = !grouping
        ? NONE
        : grouping.by
          ? withExpected(only(inner, grouping.labels), grouping.labels)
          : without(inner, [...grouping.labels, "__name__"]);
      const added = expression.operator === "count_values" && parameter?.kind === "string" ? [parameter.value] : [];
      return withAlso(grouped, added);
    }
    case "binary":
      return ofBinary(expression, recordings);
    default:
      return labelsOf(expression.of, recordings);
  }
}

/** A metric's can be any; a recording's are those of what it records, and what a matcher asks for: another server may add it. */
function ofSelector({ name, matchers }: Selector, recordings: Recordings): Labels {
  const isRecorded = name === undefined || isRecording(name) || recordings.has(name);
  const recorded = name === undefined ? undefined : recordings.labelsOf(name);
  const known = recorded ?? (isRecorded ? ANY : SCRAPED);
  const labelsWith = (asks: (matcher: Matcher) => boolean) =>
    matchers.filter((matcher) => matcher.label !== "__name__" && asks(matcher)).map(({ label }) => label);
  const absent = labelsWith(({ operator, value }) => operator === "=" && value === "");
  const there = labelsWith(
    ({ operator, value }) =>
      (operator === "=" && value !== "") ||
      (operator === "!=" && value === "") ||
      // A pattern that takes no empty text asks for a label as well.
      (operator === "=~" && !matches(value, "")),
  );
  const maybe = labelsWith(({ operator }) => operator === "=~");
  return withExpected(withAlso(without(known, absent), [...there, ...maybe]), there);
}

function ofCall({ name, args }: Call, recordings: Recordings): Labels {
  if (WITHOUT_LABELS.has(name)) return NONE;
  const [first, second] = args;
  if (name === "absent" || name === "absent_over_time") {
    const of = first && unwrapped(first);
    const selector = of?.kind === "range" ? unwrapped(of.of) : of;
    const equal = selector?.kind === "selector" ? selector.matchers.filter(({ operator }) => operator === "=") : [];
    const named = equal.map(({ label }) => label).filter((label) => label !== "__name__");
    return withExpected(withAlso(NONE, named), named);
  }
  // A parameter may be computed, as in histogram_quantile(1 - 0.01, …).
  const series = args.find((arg) => arg.kind !== "string" && !isScalar(arg));
  if (!series) return NONE;
  const inner = labelsOf(series, recordings);
  if (name === "info") return { ...ANY, expected: inner.expected };
  if (name === "label_replace" || name === "label_join") {
    const added = second?.kind === "string" ? [second.value] : [];
    return withExpected(withAlso(inner, added), added);
  }
  if (OF_BUCKETS.has(name)) return without(inner, ["le", "__name__"]);
  return KEEP_NAME.has(name) ? inner : without(inner, ["__name__"]);
}

function ofBinary({ operator, left, right, matching }: Binary, recordings: Recordings): Labels {
  if (isScalar(right)) return labelsOf(left, recordings);
  if (isScalar(left)) return labelsOf(right, recordings);
  const [ofLeft, ofRight] = [labelsOf(left, recordings), labelsOf(right, recordings)];
  if (operator === "or") return either(ofLeft, ofRight);
  // What is matched on is counted on.
  if (operator === "and") return matching?.on ? withExpected(ofLeft, matching.labels) : ofLeft;
  if (operator === "unless") return ofLeft;
  // A result that is computed is of no metric.
  const computed = (labels: Labels) => (COMPARISONS.has(operator) ? labels : without(labels, ["__name__"]));
  if (matching?.group)
    return computed(withAlso(matching.group.side === "left" ? ofLeft : ofRight, matching.group.include));
  if (matching?.on) return computed(only(ofLeft, matching.labels));
  return computed(matching ? without(ofLeft, matching.labels) : both(ofLeft, ofRight));
}

/** Whether it is one number without labels rather than a set of series. */
export function isScalar(expression: Expression): boolean {
  const inner = unwrapped(expression);
  if (inner.kind === "binary") return isScalar(inner.left) && isScalar(inner.right);
  return (
    inner.kind === "number" || (inner.kind === "call" && WITHOUT_LABELS.has(inner.name) && inner.name !== "vector")
  );
}

function only(labels: Labels, kept: readonly string[]): Labels {
  return possible({
    named: new Map(kept.map((label) => [label, canHave(labels, label)])),
    others: false,
    expected: labels.expected,
  });
}

function without(labels: Labels, dropped: readonly string[]): Labels {
  if (dropped.length === 0) return labels;
  const named = new Map([...labels.named, ...dropped.map((label) => [label, false] as const)]);
  return possible({ ...labels, named });
}

/** These labels, and those added to them. */
export function withAlso(labels: Labels, added: readonly string[]): Labels {
  if (added.length === 0) return labels;
  return { ...labels, named: new Map([...labels.named, ...added.map((label) => [label, true] as const)]) };
}

/** These labels; those of them that the author counts on are expected. */
const withExpected = (labels: Labels, expected: readonly string[]): Labels =>
  expected.length === 0 ? labels : possible({ ...labels, expected: new Set([...labels.expected, ...expected]) });

/** Nothing is expected that cannot be. */
function possible(labels: Labels): Labels {
  for (const label of labels.expected)
    if (!canHave(labels, label))
      return { ...labels, expected: new Set([...labels.expected].filter((one) => canHave(labels, one))) };
  return labels;
}

/** What either of two results can have; both are counted on for what is expected. */
export function either(a: Labels, b: Labels): Labels {
  const expected = new Set([...a.expected].filter((label) => b.expected.has(label)));
  return { ...combined(a, b, (inA, inB) => inA || inB), expected };
}

function both(a: Labels, b: Labels): Labels {
  return possible({ ...combined(a, b, (inA, inB) => inA && inB), expected: a.expected });
}

function combined(a: Labels, b: Labels, join: (inA: boolean, inB: boolean) => boolean): Omit<Labels, "expected"> {
  const names = [...a.named.keys(), ...b.named.keys()];
  return {
    named: new Map(names.map((label) => [label, join(canHave(a, label), canHave(b, label))])),
    others: join(a.others, b.others),
  };
}
