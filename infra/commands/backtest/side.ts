// One side of a change, made ready: the expression that can be evaluated over the history, or why there is none.

import { messageOf } from "../../../components/error-text";
import { inlined, metricsIn } from "../../../components/promql";
import { type Change, definitionOf, type Rule, type RuleSet } from "./rules";

export interface Side {
  rule: Rule;
  /** Metrics that it reads and the history does not have. */
  missing: readonly string[];
  expr?: string;
  /** Why it cannot be evaluated. */
  problem?: string;
}

export interface PrepareArgs {
  changes: readonly Change[];
  base: RuleSet | undefined;
  head: RuleSet;
  /** The metrics that the history has. */
  there: ReadonlySet<string>;
  evaluationSeconds: number;
}

/** A change whose sides are ready. */
export interface Prepared extends Pick<Change, "name" | "severity" | "kind"> {
  before?: Side;
  after?: Side;
}

/** The changes, with the recordings inlined that the history does not have as each side means them. */
export function prepared({ changes, base, head, there, evaluationSeconds }: PrepareArgs): Prepared[] {
  const absent = (record: string) => !there.has(record);
  // The history holds what the base records.
  const other = (record: string) => absent(record) || (base !== undefined && !sameRecording(record, base, head));
  const side = (rule: Rule, { recordings }: RuleSet, replace: (record: string) => boolean): Side => {
    try {
      const expr = inlined(rule.expr, { recordings, replace, intervalSeconds: evaluationSeconds });
      const read = metricsIn(expr);
      const missing = read.filter(absent);
      const nothing = read.length > 0 && missing.length === read.length;
      return { rule, missing, expr, ...(nothing && { problem: `no history: no series of ${missing.join(", ")}` }) };
    } catch (error) {
      return { rule, missing: [], problem: `no history: ${messageOf(error)}` };
    }
  };
  return changes.map(({ name, severity, kind, before, after }) => ({
    ...{ name, severity, kind },
    ...(before && base && { before: side(before, base, absent) }),
    ...(after && { after: side(after, head, other) }),
  }));
}

function sameRecording(record: string, base: RuleSet, head: RuleSet): boolean {
  const [old, now] = [base.recordings.get(record), head.recordings.get(record)];
  if (old === undefined || now === undefined) return old === now;
  return definitionOf(old, base.recordings) === definitionOf(now, head.recordings);
}
