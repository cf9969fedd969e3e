// What a PromQL expression is made of.

interface WithText {
  /** As it is written. */
  text: string;
  /** Where that begins in the whole text. */
  at: number;
}

/** `label="value"`; a metric name is a matcher of `__name__`. */
export interface Matcher {
  label: string;
  operator: "=" | "!=" | "=~" | "!~";
  value: string;
}

export interface NumberLiteral extends WithText {
  kind: "number";
  /** Durations are in seconds. */
  value: number;
}

export interface StringLiteral extends WithText {
  kind: "string";
  value: string;
}

export interface Selector extends WithText {
  kind: "selector";
  /** Undefined where only matchers choose the metrics. */
  name: string | undefined;
  matchers: readonly Matcher[];
}

/** `x[5m]`, or with a step (which may be empty) the subquery `x[5m:1m]`. */
export interface RangeOf extends WithText {
  kind: "range" | "subquery";
  of: Expression;
  /** Undefined where the duration is computed. */
  seconds: number | undefined;
}

export interface Call extends WithText {
  kind: "call";
  name: string;
  args: readonly Expression[];
}

export interface Aggregation extends WithText {
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

export interface Binary extends WithText {
  kind: "binary";
  operator: string;
  bool: boolean;
  matching: Matching | undefined;
  left: Expression;
  right: Expression;
}

/** What keeps the labels of what it is applied to: parentheses, a sign, `offset`, `@`. */
interface WrappedIn<Kind> extends WithText {
  kind: Kind;
  of: Expression;
}

/** At another time; the seconds are those of `offset`, undefined where it is computed or the time is fixed with `@`. */
export interface Shifted extends WrappedIn<"shifted"> {
  seconds: number | undefined;
}

type Wrapped = WrappedIn<"parentheses"> | WrappedIn<"sign"> | Shifted;

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

/** What a part stands in, the nearest first. A list that shares its tail: a copy a part would be quadratic in depth. */
export class Surroundings implements Iterable<Expression> {
  constructor(
    private readonly nearest?: Expression,
    private readonly around?: Surroundings,
  ) {}

  *[Symbol.iterator]() {
    for (let at: Surroundings | undefined = this; at?.nearest; at = at.around) yield at.nearest;
  }

  find(test: (one: Expression) => boolean): Expression | undefined {
    for (const one of this) if (test(one)) return one;
    return undefined;
  }

  some(test: (one: Expression) => boolean): boolean {
    return this.find(test) !== undefined;
  }

  within(one: Expression): Surroundings {
    return new Surroundings(one, this);
  }
}

export interface Part {
  part: Expression;
  inside: Surroundings;
}

const NOTHING = new Surroundings();
const walked = new WeakMap<Expression, readonly Part[]>();

/** An expression and all parts of it, from left to right, each with what it stands in. */
export function walk(expression: Expression): readonly Part[] {
  const before = walked.get(expression);
  if (before) return before;
  const found: Part[] = [];
  const waiting: Part[] = [{ part: expression, inside: NOTHING }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    const parts = partsOf(next.part);
    if (parts.length === 0) continue;
    const inside = next.inside.within(next.part);
    for (let i = parts.length - 1; i >= 0; i -= 1) waiting.push({ part: parts[i] as Expression, inside });
  }
  walked.set(expression, found);
  return found;
}

const selected = new WeakMap<Expression, readonly Selector[]>();

/** The selectors in an expression. */
export function selectorsIn(expression: Expression): readonly Selector[] {
  const before = selected.get(expression);
  if (before) return before;
  const found: Selector[] = [];
  for (const { part } of walk(expression)) if (part.kind === "selector") found.push(part);
  selected.set(expression, found);
  return found;
}

/** An expression without the parentheses, signs and shifts in time around it. */
export function unwrapped(expression: Expression): Exclude<Expression, Wrapped> {
  return expression.kind === "parentheses" || expression.kind === "sign" || expression.kind === "shifted"
    ? unwrapped(expression.of)
    : expression;
}
