// What a backtest compares: the alerting rules of two Monitorings, and which of them differ in what they do.
import type { Monitoring } from "../../../components/monitoring";
import { metricsIn, nameWhere, seconds, withLabels } from "../../../components/promql";
import type { Severity } from "../../../components/rules";

export interface Rule {
  name: string;
  severity: Severity;
  expr: string;
  forSeconds: number;
  keepFiringForSeconds: number;
}

export interface RuleSet {
  rules: readonly Rule[];
  /** What each recording is computed by, with the labels that it adds. */
  recordings: ReadonlyMap<string, string>;
}

/** A rule before and after; without a base there is only an after. */
export interface Change {
  name: string;
  severity: Severity;
  kind: "added" | "removed" | "changed" | "as it is";
  before?: Rule;
  after?: Rule;
}

/** The rules of a Monitoring, as far as their firing depends on it. */
export function ruleSetOf({ groups }: Monitoring): RuleSet {
  const parts = new Map<string, string[]>();
  for (const { record, expr, adds = {} } of groups.flatMap(({ recordings }) => recordings)) {
    parts.set(record, [...(parts.get(record) ?? []), withLabels(expr, adds)]);
  }
  return {
    rules: groups.flatMap(({ alerts }) =>
      alerts.map((placed) => ({
        name: nameWhere(placed.alert.name, placed.where),
        severity: placed.severity,
        expr: placed.expr,
        forSeconds: seconds(placed.for),
        keepFiringForSeconds: placed.keepFiringFor ? seconds(placed.keepFiringFor) : 0,
      })),
    ),
    // Several rules may record one name, for different series.
    recordings: new Map([...parts].map(([record, exprs]) => [record, exprs.join(" or ")])),
  };
}

/** The rules that fire differently: also those that only read a recording that is computed differently. */
export function changesBetween(base: RuleSet | undefined, head: RuleSet): Change[] {
  if (!base) return head.rules.map((after) => change("as it is", after, { after }));
  const before = new Map(base.rules.map((rule) => [keyOf(rule), rule]));
  const after = new Map(head.rules.map((rule) => [keyOf(rule), rule]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old && now) {
      return behaviour(old, base) === behaviour(now, head) ? [] : [change("changed", now, { before: old, after: now })];
    }
    if (now) return [change("added", now, { after: now })];
    return old ? [change("removed", old, { before: old })] : [];
  });
}

/** An expression and everything that it reads by way of recordings, as one text that is equal where they are. */
export function definitionOf(expr: string, recordings: RuleSet["recordings"]): string {
  const read = new Set<string>();
  const visit = (text: string): void => {
    for (const name of metricsIn(text)) {
      const inner = recordings.get(name);
      if (inner === undefined || read.has(name)) continue;
      read.add(name);
      visit(inner);
    }
  };
  // Where nothing is recorded, the expression may be in another language.
  if (recordings.size > 0) visit(expr);
  return [expr, ...[...read].sort().map((name) => `${name} = ${recordings.get(name)}`)].join("\n");
}

const keyOf = ({ name, severity }: Rule) => `${name} ${severity}`;

const behaviour = (rule: Rule, { recordings }: RuleSet) =>
  [definitionOf(rule.expr, recordings), rule.forSeconds, rule.keepFiringForSeconds].join("\n");

const change = (kind: Change["kind"], { name, severity }: Rule, sides: Pick<Change, "before" | "after">): Change => ({
  name,
  severity,
  kind,
  ...sides,
});
