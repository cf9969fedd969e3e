// Rules with one fault each: what a set of scenarios is worth is how many of them it notices.
import { secondsOf, treeOf } from "../../components/promql";

export interface Mutant {
  what: string;
  expr: string;
  for: string | undefined;
}

interface Edit {
  what: string;
  from: number;
  to: number;
  text: string;
}

const TURNED: Readonly<Record<string, string>> = { ">": "<", "<": ">", ">=": "<", "<=": ">", "==": "!=", "!=": "==" };
const OF_COUNTERS = /\b(rate|increase|irate)\s*\($/i;

/** Each rule with one fault: a threshold up and down, a comparison turned, a label, a matcher, `for`, a window. */
export function mutantsOf(expr: string, waits: string | undefined): Mutant[] {
  const edits = editsOf(expr).map(({ what, from, to, text }) => ({
    what,
    expr: `${expr.slice(0, from)}${text}${expr.slice(to)}`,
    for: waits,
  }));
  const seconds = secondsOf(waits ?? "0s") ?? 0;
  return seconds < 2
    ? edits
    : [...edits, { what: `for halved, from ${waits}`, expr, for: `${Math.floor(seconds / 2)}s` }];
}

function editsOf(expr: string): Edit[] {
  const edits: Edit[] = [];
  const text = (from: number, to: number) => expr.slice(from, to);
  for (const cursor = treeOf(expr).tree.cursor(); cursor.next(); ) {
    const { from, to, name } = cursor;
    const operator = text(from, to);
    if (operator in TURNED && cursor.node.parent?.name === "BinaryExpr") {
      edits.push({ what: `${operator} turned to ${TURNED[operator]}`, from, to, text: TURNED[operator] ?? "" });
      const right = cursor.node.parent.lastChild;
      if (right?.name === "NumberDurationLiteral")
        edits.push(...thresholds(text(right.from, right.to), right.from, right.to));
    }
    if (/LabelMatcher$/.test(name)) {
      const after = /^\s*,/.exec(expr.slice(to))?.[0].length ?? 0;
      const before = after > 0 ? 0 : (/,\s*$/.exec(expr.slice(0, from))?.[0].length ?? 0);
      edits.push({ what: `without ${text(from, to)}`, from: from - before, to: to + after, text: "" });
    }
    if (
      name === "GroupingLabels" &&
      cursor.node.parent?.name === "AggregateModifier" &&
      cursor.node.parent.getChild("By")
    ) {
      const labels = text(from, to)
        .replace(/[()\s]/g, "")
        .split(",")
        .filter((one) => one !== "" && one !== "le");
      const all = text(from, to)
        .replace(/[()\s]/g, "")
        .split(",");
      for (const label of labels)
        edits.push({
          what: `${label} dropped from by`,
          from,
          to,
          text: `(${all.filter((one) => one !== label).join(", ")})`,
        });
    }
    if (name === "MatrixSelector") {
      const [, window] = /\[\s*(\w+)\s*\]$/.exec(text(from, to)) ?? [];
      const seconds = secondsOf(window ?? "");
      if (seconds !== undefined && OF_COUNTERS.test(expr.slice(0, from)))
        edits.push({
          what: `[${window}] doubled`,
          from,
          to,
          text: text(from, to).replace(/\[\s*\w+\s*\]$/, `[${seconds * 2}s]`),
        });
    }
  }
  return edits;
}

function thresholds(literal: string, from: number, to: number): Edit[] {
  const value = Number(literal);
  if (!Number.isFinite(value)) return [];
  // Of a few that are counted, a tenth changes nothing.
  const step = Number.isInteger(value) && Math.abs(value) < 10 ? 1 : Math.abs(value) * 0.1;
  return [value + step, value - step].map((one) => ({
    what: `the threshold ${literal} set to ${one}`,
    from,
    to,
    text: one < 0 ? `(${one})` : String(one),
  }));
}
