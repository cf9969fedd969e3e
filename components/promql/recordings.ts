// What recording rules record, so that facts reach through their names.

import { either, type Labels, labelsOf, withAlso } from "./labels";
import type { Expression } from "./syntax/expression";

interface Recorded {
  expression: Expression;
  /** Labels that the rule adds. */
  labels: readonly string[];
}

export class Recordings {
  private readonly labels = new Map<string, Labels | undefined>();

  /** @param series The labels of series that are known without an expression, by their names. */
  constructor(
    private readonly byName: ReadonlyMap<string, readonly Recorded[]>,
    private readonly series: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  has(name: string): boolean {
    return this.byName.has(name) || this.series.has(name);
  }

  /** The expressions that are recorded under a name. */
  of(name: string): readonly Expression[] {
    return (this.byName.get(name) ?? []).map(({ expression }) => expression);
  }

  /** Labels of the series of this name. Undefined for what is no recording that is known. */
  labelsOf(name: string): Labels | undefined {
    if (this.labels.has(name)) return this.labels.get(name);
    const known = this.series.get(name);
    if (known) return withAlso({ named: new Map(), others: false, expected: new Set() }, ["__name__", ...known]);
    const recorded = this.byName.get(name);
    // A recording that reads itself finds nothing known.
    this.labels.set(name, undefined);
    const found = recorded?.map(({ expression, labels }) =>
      withAlso(labelsOf(expression, this), ["__name__", ...labels]),
    );
    const all = found?.reduce(either);
    this.labels.set(name, all);
    return all;
  }
}

/** Nothing is known of recordings. */
export const NO_RECORDINGS = new Recordings(new Map());
