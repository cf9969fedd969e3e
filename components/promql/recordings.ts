// What recording rules record, so that facts reach through their names.

import { either, type Labels, labelsOf, withAlso } from "./labels";
import { isRecording } from "./metrics";
import { type Expression, selectorsIn } from "./syntax/expression";

interface Recorded {
  expression: Expression;
  /** Labels that the rule adds. */
  labels: readonly string[];
}

export class Recordings {
  private readonly labels = new Map<string, Labels | undefined>();
  private asked = 0;

  /** The labels that expressions can have with these recordings. */
  readonly found = new WeakMap<Expression, Labels>();

  /** @param series The labels of series that are known without an expression, by their names. */
  constructor(
    private readonly byName: ReadonlyMap<string, readonly Recorded[]>,
    private readonly series: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  has(name: string): boolean {
    return this.byName.has(name) || this.series.has(name);
  }

  /** Whether the labels of one of them are being found out. */
  get isAsked(): boolean {
    return this.asked > 0;
  }

  /** The expressions that are recorded under a name. */
  of(name: string): readonly Expression[] {
    return (this.byName.get(name) ?? []).map(({ expression }) => expression);
  }

  /** Whether what is recorded under a name reads the other, itself or through recordings. */
  private reads(name: string, other: string, seen = new Set<string>()): boolean {
    seen.add(name);
    const read = this.of(name).flatMap((expression) => selectorsIn(expression).flatMap((one) => one.name ?? []));
    return read.some(
      (one) => one === other || (this.byName.has(one) && !seen.has(one) && this.reads(one, other, seen)),
    );
  }

  /** Labels of the series of this name. Undefined for what is no recording that is known. */
  labelsOf(name: string): Labels | undefined {
    if (this.labels.has(name)) return this.labels.get(name);
    const known = this.series.get(name);
    if (known) return withAlso({ named: new Map(), others: false, expected: new Set() }, ["__name__", ...known]);
    const recorded = this.byName.get(name);
    this.labels.set(name, undefined);
    // What reads a metric of its own name has it from elsewhere, with labels that are not known.
    if (!isRecording(name) && this.reads(name, name)) return undefined;
    this.asked += 1;
    const found = recorded?.map(({ expression, labels }) =>
      withAlso(labelsOf(expression, this), ["__name__", ...labels]),
    );
    this.asked -= 1;
    const all = found?.reduce(either);
    this.labels.set(name, all);
    return all;
  }
}

/** Nothing is known of recordings. */
export const NO_RECORDINGS = new Recordings(new Map());
