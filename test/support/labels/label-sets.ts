// Which series a PromQL expression can give, by their labels alone: what it is made of, whatever the values are.
import { type Expression, type Matcher, parse, type Selector, unwrapped } from "../../../components/promql";

export type Labels = Readonly<Record<string, string>>;

/** A series, and the series of targets that it comes from. */
export interface Traced<Origin> {
  labels: Labels;
  origins: readonly Origin[];
}

interface Recorded {
  record: string;
  expr: string;
  adds?: Labels;
}

const SETS = new Set(["and", "unless", "or"]);

export class LabelSets<Origin> {
  private readonly recorded = new Map<string, readonly Traced<Origin>[]>();

  /** @param series All series of a metric, by its name. */
  constructor(
    private readonly series: (metric: string) => readonly Traced<Origin>[],
    private readonly recordings: readonly Recorded[],
    private readonly absentOf: (labels: Labels) => Origin,
  ) {}

  of(expr: string): readonly Traced<Origin>[] {
    const parsed = parse(expr);
    if ("error" in parsed) throw new Error(`${parsed.error}: ${expr}`);
    return this.ofExpression(parsed.expression);
  }

  private ofExpression(expression: Expression): readonly Traced<Origin>[] {
    switch (expression.kind) {
      case "number":
      case "string":
        return [];
      case "selector":
        return this.ofSelector(expression);
      case "call":
        return this.ofCall(expression);
      case "aggregation":
        return this.ofAggregation(expression);
      case "binary":
        return this.ofBinary(expression);
      default:
        return this.ofExpression(expression.of);
    }
  }

  private ofSelector({ name = "", matchers }: Selector): readonly Traced<Origin>[] {
    const all = this.recordings.some(({ record }) => record === name) ? this.ofRecording(name) : this.series(name);
    return all.filter(({ labels }) => matchers.every((one) => one.label === "__name__" || holds(one, labels)));
  }

  private ofRecording(name: string): readonly Traced<Origin>[] {
    const known = this.recorded.get(name);
    if (known) return known;
    // One that reads itself finds nothing known.
    this.recorded.set(name, []);
    const found = this.recordings
      .filter(({ record }) => record === name)
      .flatMap(({ expr, adds }) =>
        this.of(expr).map(({ labels, origins }) => ({
          labels: { ...labels, ...adds },
          origins: origins.length > 0 ? origins : [this.absentOf({ ...labels, ...adds })],
        })),
      );
    this.recorded.set(name, found);
    return found;
  }

  private ofCall({ name, args }: Extract<Expression, { kind: "call" }>): readonly Traced<Origin>[] {
    if (name === "time" || name === "pi" || name === "scalar") return [];
    if (name === "vector") return [{ labels: {}, origins: [] }];
    if (name.startsWith("absent")) {
      const asked = args[0] ? unwrapped(args[0]) : undefined;
      const equal = asked?.kind === "selector" ? asked.matchers.filter(({ operator }) => operator === "=") : [];
      const labels = equal.filter(({ label }) => label !== "__name__").map(({ label, value }) => [label, value]);
      return [{ labels: Object.fromEntries(labels), origins: [] }];
    }
    const inner = args.flatMap((arg) => this.ofExpression(arg));
    if (name === "histogram_quantile") return grouped(inner, ({ le: _, ...labels }) => labels);
    if (name !== "label_replace") return inner;
    const [, target, replacement, source, regex] = args.map((arg) => (arg.kind === "string" ? arg.value : ""));
    return inner.map(({ labels, origins }) => {
      const match = new RegExp(`^(?:${regex})$`).exec(labels[source ?? ""] ?? "");
      const value = match && (replacement ?? "").replace("$1", match[1] ?? "");
      return { labels: match ? without({ ...labels, [target ?? ""]: value ?? "" }, []) : labels, origins };
    });
  }

  private ofAggregation({ operator, grouping, of }: Extract<Expression, { kind: "aggregation" }>) {
    const inner = this.ofExpression(of);
    if (["topk", "bottomk"].includes(operator)) return inner;
    const names = grouping?.labels ?? [];
    return grouped(inner, (labels) =>
      grouping?.by === false ? without(labels, names) : only(labels, grouping ? names : []),
    );
  }

  private ofBinary({ operator, left, right, matching }: Extract<Expression, { kind: "binary" }>) {
    const [a, b] = [this.ofExpression(left), this.ofExpression(right)];
    if (operator === "or") return [...a, ...b];
    if (SETS.has(operator) || isNumber(right)) return a;
    if (isNumber(left)) return b;
    const names = matching?.labels ?? [];
    const key = (labels: Labels) => (matching?.on ? only(labels, names) : without(labels, names));
    const side = matching?.group?.side;
    const [many, one] = side === "right" ? [b, a] : [a, b];
    return many.flatMap(({ labels, origins }) => {
      const other = one.find((found) => same(key(found.labels), key(labels)));
      if (!other) return [];
      const included = only(other.labels, matching?.group?.include ?? []);
      return [{ labels: side ? { ...labels, ...included } : key(labels), origins }];
    });
  }
}

const isNumber = (expression: Expression): boolean => {
  const inner = unwrapped(expression);
  if (inner.kind === "binary") return isNumber(inner.left) && isNumber(inner.right);
  return inner.kind === "number" || (inner.kind === "call" && ["time", "scalar"].includes(inner.name));
};

function holds({ label, operator, value }: Matcher, labels: Labels): boolean {
  const found = labels[label] ?? "";
  if (operator === "=" || operator === "!=") return (found === value) === (operator === "=");
  return new RegExp(`^(?:${value})$`).test(found) === (operator === "=~");
}

const only = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name, value]) => names.includes(name) && value));

/** An empty label is none. */
const without = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name, value]) => !names.includes(name) && value));

export const keyOf = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());
const same = (a: Labels, b: Labels) => keyOf(a) === keyOf(b);

function grouped<Origin>(series: readonly Traced<Origin>[], change: (labels: Labels) => Labels): Traced<Origin>[] {
  const groups = new Map<string, { labels: Labels; origins: Origin[] }>();
  for (const { labels, origins } of series) {
    const changed = change(labels);
    const group = groups.get(keyOf(changed)) ?? { labels: changed, origins: [] };
    group.origins.push(...origins);
    groups.set(keyOf(changed), group);
  }
  return [...groups.values()];
}
