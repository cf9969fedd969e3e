// Recordings that the history does not have, put into the expressions that read them.
import { type Selector, secondsOf, selectorsIn } from "../../../components/rules";
import type { RuleSet } from "./rules";

export interface Inlining {
  recordings: RuleSet["recordings"];
  /** Whether this recording is to be computed from what it reads. */
  replace: (record: string) => boolean;
  /** How often recordings are evaluated, and so the distance of their samples. */
  intervalSeconds: number;
}

/** A range is read at so many points at most: a month of a recording would be computed every ten seconds otherwise. */
const POINTS_OF_RANGE = 500;

/** Marks the series that a matcher takes, while they are kept apart. */
const MARK = "backtest_taken";

/**
 * The expression with the recordings replaced by what computes them. Ranges of them become subqueries, with at most 500
 * points. Throws, naming the recording, where it is selected in a way that only a series can be.
 */
export function inlined(expr: string, inlining: Inlining, within: readonly string[] = []): string {
  let text = expr;
  for (const selector of selectorsIn(expr).reverse()) {
    const inner = inlining.recordings.get(selector.name);
    // A recording that carries on its own past keeps reading it; where there is none, it has nothing to carry on.
    if (inner === undefined || !inlining.replace(selector.name) || within.includes(selector.name)) continue;
    const computed = inlined(inner, inlining, [...within, selector.name]);
    text = text.slice(0, selector.from) + read(computed, selector, inlining.intervalSeconds) + text.slice(selector.to);
  }
  return text;
}

function read(computed: string, selector: Selector, intervalSeconds: number): string {
  const value = `(${selector.matchers.reduce((inner, matcher) => taken(inner, matcher, selector.name), computed)})`;
  switch (selector.reads) {
    case "now":
      return value;
    case "shifted":
      // Only selectors and subqueries can be shifted in time.
      return `last_over_time(${value}[${intervalSeconds}s:${intervalSeconds}s] ${selector.modifier})`;
    case "range": {
      const step = Math.max(intervalSeconds, Math.ceil(secondsOf(selector.modifier) / POINTS_OF_RANGE));
      return `${value}[${selector.modifier}:${step}s]`;
    }
  }
}

/** The series of an expression that a matcher takes: PromQL has matchers for selectors only. */
function taken(expr: string, { label, operator, value }: Selector["matchers"][number], record: string): string {
  const regex = operator.endsWith("~") ? value : escaped(value, record);
  const marked = `label_replace(${expr}, "${MARK}", "yes", "${label}", ${regex})`;
  const mark = `label_replace(vector(1), "${MARK}", "yes", "", "")`;
  const filter = operator.startsWith("!") ? "unless" : "and";
  return `label_replace(${marked} ${filter} on (${MARK}) ${mark}, "${MARK}", "", "", "")`;
}

function escaped(literal: string, record: string): string {
  if (literal.includes("\\")) throw new Error(`${record} is selected by ${literal}, which has escapes`);
  return literal.startsWith("`")
    ? literal.replace(/[.*+?^${}()|[\]]/g, "\\$&")
    : literal.replace(/[.*+?^${}()|[\]]/g, "\\\\$&");
}
