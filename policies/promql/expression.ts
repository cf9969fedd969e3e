// What a PromQL expression is made of.

/** Where a part stands in the expression's text, and that text. */
interface Part {
  text: string;
}

/** `label="value"`; a metric name is a matcher of `__name__`. */
export interface Matcher {
  label: string;
  operator: "=" | "!=" | "=~" | "!~";
  value: string;
}

export interface NumberLiteral extends Part {
  kind: "number";
  /** Durations are in seconds. */
  value: number;
}

export interface StringLiteral extends Part {
  kind: "string";
  value: string;
}

export interface Selector extends Part {
  kind: "selector";
  /** Undefined where only matchers choose the metrics. */
  name: string | undefined;
  matchers: readonly Matcher[];
}

/** `x[5m]`, or with a step (which may be empty) the subquery `x[5m:1m]`. */
export interface RangeOf extends Part {
  kind: "range" | "subquery";
  of: Expression;
  /** Undefined where the duration is computed. */
  seconds: number | undefined;
}

export interface Call extends Part {
  kind: "call";
  name: string;
  args: readonly Expression[];
}

export interface Aggregation extends Part {
  kind: "aggregation";
  operator: string;
  grouping: { by: boolean; labels: readonly string[] } | undefined;
  /** `3` in `topk(3, x)`. */
  parameter: Expression | undefined;
  of: Expression;
}

/** `on(…) group_left(…)` of a binary operator. */
export interface Matching {
  on: boolean;
  labels: readonly string[];
  group: { side: "left" | "right"; include: readonly string[] } | undefined;
}

export interface Binary extends Part {
  kind: "binary";
  operator: string;
  bool: boolean;
  matching: Matching | undefined;
  left: Expression;
  right: Expression;
}

/** What keeps the labels of what it is applied to: parentheses, a sign, `offset`, `@`. */
interface WrappedIn<Kind> extends Part {
  kind: Kind;
  of: Expression;
}

type Wrapped = WrappedIn<"parentheses"> | WrappedIn<"sign"> | WrappedIn<"shifted">;

export type Expression = NumberLiteral | StringLiteral | Selector | RangeOf | Call | Aggregation | Binary | Wrapped;

/** The parts directly inside an expression, from left to right. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "string":
    case "selector":
      return [];
    case "call":
      return expression.args;
    case "binary":
      return [expression.left, expression.right];
    case "aggregation":
      return expression.parameter ? [expression.parameter, expression.of] : [expression.of];
    default:
      return [expression.of];
  }
}

/** An expression and all parts of it, each with what it stands in, the nearest first. */
export function* walk(
  expression: Expression,
  inside: readonly Expression[] = [],
): Generator<{ part: Expression; inside: readonly Expression[] }> {
  yield { part: expression, inside };
  for (const part of partsOf(expression)) yield* walk(part, [expression, ...inside]);
}

/** An expression without the parentheses, signs and shifts in time around it. */
export function unwrapped(expression: Expression): Exclude<Expression, Wrapped> {
  return expression.kind === "parentheses" || expression.kind === "sign" || expression.kind === "shifted"
    ? unwrapped(expression.of)
    : expression;
}
