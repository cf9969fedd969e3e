// Recordings put into the expressions that read them, for a storage that has not recorded them.
import { literally } from "../regex";
import { type Expression, type Matcher, type Selector, unwrapped } from "../syntax/expression";
import { labelled } from "./combined";
import { rewrite } from "./rewrite";

export interface Inlining {
  /** What computes a recording, by its name. */
  recordings: ReadonlyMap<string, string>;
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
 * points. Throws where the text is not PromQL.
 */
export function inlined(expr: string, inlining: Inlining, within: readonly string[] = []): string {
  const { recordings, replace, intervalSeconds } = inlining;
  return rewrite(expr, (part) => {
    const selector = readBy(part);
    const inner = selector?.name === undefined ? undefined : recordings.get(selector.name);
    // A recording that carries on its own past keeps reading it; where there is none, it has nothing to carry on.
    if (!selector?.name || inner === undefined || !replace(selector.name) || within.includes(selector.name)) return;
    const computed = inlined(inner, inlining, [...within, selector.name]);
    const value = `(${selector.matchers.filter(isOfLabel).reduce(taken, computed)})`;
    return read(value, part, part.text.slice(selector.text.length).trim(), intervalSeconds);
  });
}

/** The selector of which a part is the value, the value at another time or the range. */
function readBy(part: Expression): Selector | undefined {
  const of = part.kind === "range" ? part.of : part.kind === "shifted" ? unwrapped(part) : part;
  return of.kind === "selector" ? of : undefined;
}

const isOfLabel = ({ label }: Matcher) => label !== "__name__";

/** @param modifier What is written behind the selector: its range or its shift. */
function read(value: string, part: Expression, modifier: string, intervalSeconds: number): string {
  switch (part.kind) {
    case "range": {
      const step = Math.max(intervalSeconds, Math.ceil((part.seconds ?? 0) / POINTS_OF_RANGE));
      return `${value}[${modifier.slice(1, -1).trim()}:${step}s]`;
    }
    case "shifted":
      // Only selectors and subqueries can be shifted in time.
      return `last_over_time(${value}[${intervalSeconds}s:${intervalSeconds}s] ${modifier})`;
    default:
      return value;
  }
}

/** The series of an expression that a matcher takes: PromQL has matchers for selectors only. */
function taken(expr: string, { label, operator, value }: Matcher): string {
  const regex = JSON.stringify(operator.endsWith("~") ? value : literally(value));
  const marked = `label_replace(${expr}, "${MARK}", "yes", "${label}", ${regex})`;
  const mark = labelled("vector(1)", MARK, "yes");
  const filter = operator.startsWith("!") ? "unless" : "and";
  return labelled(`${marked} ${filter} on (${MARK}) ${mark}`, MARK, "");
}
