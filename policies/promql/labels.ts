// Which labels can reach the result of an expression, where its text tells.
import { type Binary, type Call, type Expression, unwrapped } from "./expression";

/** The labels that series can have: those named, and perhaps others. */
export interface Labels {
  named: ReadonlyMap<string, boolean>;
  others: boolean;
}

const ANY: Labels = { named: new Map(), others: true };
const NONE: Labels = { named: new Map(), others: false };

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
const WITHOUT_LABELS = new Set(["scalar", "vector", "time", "pi"]);

const SET_OPERATORS = new Set(["and", "or", "unless"]);

export function canHave(labels: Labels, label: string): boolean {
  return labels.named.get(label) ?? labels.others;
}

/** The labels that the expression's result can have. */
export function labelsOf(expression: Expression): Labels {
  switch (expression.kind) {
    case "number":
    case "string":
      return NONE;
    case "selector":
      return without(
        ANY,
        expression.matchers.filter(({ operator, value }) => operator === "=" && value === "").map(({ label }) => label),
      );
    case "call":
      return ofCall(expression);
    case "aggregation": {
      const inner = labelsOf(expression.of);
      if (["topk", "bottomk", "limitk", "limit_ratio"].includes(expression.operator)) return inner;
      const { grouping, parameter } = expression;
      const grouped = !grouping
        ? NONE
        : grouping.by
          ? only(inner, grouping.labels)
          : without(inner, [...grouping.labels, "__name__"]);
      const added = expression.operator === "count_values" && parameter?.kind === "string" ? [parameter.value] : [];
      return withAlso(grouped, added);
    }
    case "binary":
      return ofBinary(expression);
    default:
      return labelsOf(expression.of);
  }
}

function ofCall({ name, args }: Call): Labels {
  if (WITHOUT_LABELS.has(name)) return NONE;
  const [first, second] = args;
  if (name === "absent" || name === "absent_over_time") {
    const of = first && unwrapped(first);
    const selector = of?.kind === "range" ? unwrapped(of.of) : of;
    const equal = selector?.kind === "selector" ? selector.matchers.filter(({ operator }) => operator === "=") : [];
    return withAlso(
      NONE,
      equal.map(({ label }) => label).filter((label) => label !== "__name__"),
    );
  }
  if (name === "info") return ANY;
  const series = args.find((arg) => !["number", "string"].includes(arg.kind));
  if (!series) return NONE;
  const inner = labelsOf(series);
  if (name === "label_replace" || name === "label_join") {
    return withAlso(inner, second?.kind === "string" ? [second.value] : []);
  }
  if (OF_BUCKETS.has(name)) return without(inner, ["le", "__name__"]);
  return KEEP_NAME.has(name) ? inner : without(inner, ["__name__"]);
}

function ofBinary({ operator, left, right, matching }: Binary): Labels {
  if (isScalar(right)) return labelsOf(left);
  if (isScalar(left)) return labelsOf(right);
  const [ofLeft, ofRight] = [labelsOf(left), labelsOf(right)];
  if (SET_OPERATORS.has(operator)) return operator === "or" ? either(ofLeft, ofRight) : ofLeft;
  if (matching?.group) return withAlso(matching.group.side === "left" ? ofLeft : ofRight, matching.group.include);
  if (matching?.on) return only(ofLeft, matching.labels);
  return matching ? without(ofLeft, matching.labels) : both(ofLeft, ofRight);
}

/** Whether it is one number without labels rather than a set of series. */
export function isScalar(expression: Expression): boolean {
  const inner = unwrapped(expression);
  if (inner.kind === "binary") return isScalar(inner.left) && isScalar(inner.right);
  return inner.kind === "number" || (inner.kind === "call" && ["scalar", "time", "pi"].includes(inner.name));
}

function only(labels: Labels, kept: readonly string[]): Labels {
  return { named: new Map(kept.map((label) => [label, canHave(labels, label)])), others: false };
}

function without(labels: Labels, dropped: readonly string[]): Labels {
  return { ...labels, named: new Map([...labels.named, ...dropped.map((label) => [label, false] as const)]) };
}

function withAlso(labels: Labels, added: readonly string[]): Labels {
  return { ...labels, named: new Map([...labels.named, ...added.map((label) => [label, true] as const)]) };
}

function either(a: Labels, b: Labels): Labels {
  return combined(a, b, (inA, inB) => inA || inB);
}

function both(a: Labels, b: Labels): Labels {
  return combined(a, b, (inA, inB) => inA && inB);
}

function combined(a: Labels, b: Labels, join: (inA: boolean, inB: boolean) => boolean): Labels {
  const names = [...a.named.keys(), ...b.named.keys()];
  return {
    named: new Map(names.map((label) => [label, join(canHave(a, label), canHave(b, label))])),
    others: join(a.others, b.others),
  };
}
