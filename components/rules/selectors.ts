// The selectors of a PromQL expression, and where they stand in its text.
import { parser } from "@prometheus-io/lezer-promql";

type Node = ReturnType<typeof parser.parse>["topNode"];

export interface Selector {
  name: string;
  /** Operator and value are as they are written, the value with its quotes. */
  matchers: readonly { label: string; operator: string; value: string }[];
  /** What is read of it: its value now, its value at another time, or its values over a range. */
  reads: "now" | "shifted" | "range";
  /** For a range, the duration as it is written; for a value at another time, `offset 1h`. */
  modifier: string;
  /** The text that it takes, with the range or the shift. */
  from: number;
  to: number;
}

/**
 * What may stand behind a selector and belongs to it. It is read from the text, because the grammar, made for an editor,
 * takes it to be behind the whole of `a / b offset 1h`.
 */
const RANGE = /^\s*\[\s*([^\]:]+?)\s*\]/;
const SHIFT = /^(?:\s+offset\s+-?\w+|\s*@\s*(?:[-+.\w]+(?:\(\))?))+/i;

/** Every selector that names its metric, from left to right. Throws where the text is not PromQL. */
export function selectorsIn(expr: string): Selector[] {
  const found: Selector[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, node }) => {
      if (type.isError) throw new Error(`This is not PromQL: ${expr}`);
      const identifier = type.name === "VectorSelector" && node.getChild("Identifier");
      if (identifier) found.push({ name: expr.slice(identifier.from, identifier.to), ...around(node, expr) });
    },
  });
  return found;
}

/** The names of the metrics that an expression reads. */
export function metricsIn(expr: string): string[] {
  return [...new Set(selectorsIn(expr).map(({ name }) => name))];
}

function around(node: Node, expr: string): Omit<Selector, "name"> {
  const after = expr.slice(node.to);
  const [range, duration] = RANGE.exec(after) ?? [];
  const [shift] = SHIFT.exec(after) ?? [];
  return {
    matchers: matchersOf(node, expr),
    reads: range ? "range" : shift ? "shifted" : "now",
    modifier: duration ?? shift?.trim() ?? "",
    from: node.from,
    to: node.to + (range ?? shift ?? "").length,
  };
}

function matchersOf(selector: Node, expr: string): Selector["matchers"] {
  const textOf = (node: Node | null) => (node ? expr.slice(node.from, node.to) : "");
  const braces = selector.getChild("LabelMatchers");
  const matchers = ["UnquotedLabelMatcher", "QuotedLabelMatcher"].flatMap((kind) => braces?.getChildren(kind) ?? []);
  return matchers.map((matcher) => ({
    label: textOf(matcher.getChild("LabelName") ?? matcher.getChild("QuotedLabelName")).replace(/^["'`]|["'`]$/g, ""),
    operator: textOf(matcher.getChild("MatchOp")),
    value: textOf(matcher.getChild("StringLiteral")),
  }));
}
