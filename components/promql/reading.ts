// What an expression reads: which series, and over what time. An expression is given as text here.
import { type Expression, type RangeOf, type Selector, selectorsIn, walk } from "./syntax/expression";
import { type Parsed, parse } from "./syntax/parse";
import { treeOf } from "./syntax/tree";
import { asWords } from "./variables/as-words";

/** An environment has fewer expressions, and each is read by many. */
const MOST_REMEMBERED = 5_000;
const remembered = new Map<string, Parsed>();

/** The tree of an expression. Throws where the text is not PromQL. */
export function expressionIn(expr: string): Expression {
  const parsed = remembered.get(expr) ?? parse(expr);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(expr, parsed);
  if ("error" in parsed) throw new Error(`This is not PromQL (${parsed.error}): ${expr}`);
  return parsed.expression;
}

/** A selector, and what is read of it: its value now, its value at another time, or its values over a range. */
export interface Reading {
  selector: Selector;
  reads: "now" | "shifted" | "range";
  /** Of a range, in seconds; undefined where it is computed or nothing of the kind. */
  seconds: number | undefined;
  /** The call that a range is given to, by name: `rate`. */
  by: string | undefined;
}

/** Every selector that names its metric, from left to right. Throws where the text is not PromQL. */
export function readingsIn(expr: string): Reading[] {
  return walk(expressionIn(expr)).flatMap(({ part, inside }) => {
    if (part.kind !== "selector" || part.name === undefined) return [];
    const [around, ...outer] = [...inside];
    const call = around?.kind === "range" ? outer.find(({ kind }) => kind !== "shifted") : undefined;
    return [
      {
        selector: part,
        reads: around?.kind === "range" ? "range" : around?.kind === "shifted" ? "shifted" : "now",
        seconds: around?.kind === "range" ? around.seconds : undefined,
        by: call?.kind === "call" ? call.name : undefined,
      } as const,
    ];
  });
}

/** The names of the metrics that an expression reads. Throws where the text is not PromQL. */
export const metricsIn = (expr: string): string[] => [
  ...new Set(selectorsIn(expressionIn(expr)).flatMap(({ name }) => name ?? [])),
];

/** The value that a selector's label must have, where it is a single one. */
export const labelValueOf = ({ matchers }: Selector, label: string): string | undefined =>
  matchers.find((matcher) => matcher.label === label && matcher.operator === "=")?.value;

/** The duration of a range as it is written, with its brackets: `[5m]`. */
export const rangeText = ({ text, of }: RangeOf): string => text.slice(of.text.length).trim();

/** Labels that `label_replace` takes over whole: the new one and the old one. */
export function renamesIn(expr: string): (readonly [to: string, from: string])[] {
  return walk(expressionIn(expr)).flatMap(({ part }) => {
    if (part.kind !== "call" || part.name !== "label_replace") return [];
    const [, to, replacement, from] = part.args;
    return to?.kind === "string" &&
      from?.kind === "string" &&
      replacement?.kind === "string" &&
      replacement.value === "$1"
      ? [[to.value, from.value] as const]
      : [];
  });
}

/** The literals in quotes, as they are written; of text that is not PromQL as well. */
export function literalsIn(expr: string): string[] {
  const found: string[] = [];
  treeOf(expr).tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.name === "StringLiteral") found.push(expr.slice(from, to));
    },
  });
  return found;
}

/**
 * Every word of an expression that may be the name of a series, and other words of that shape, without parsing it. Nothing
 * that is read can be missing, which is what whoever keeps or moves rules has to be sure of.
 */
export const wordsIn = (expr: string): ReadonlySet<string> => new Set(expr.match(/[a-zA-Z_:][\w:]*/g));

/** Metrics, and the labels in matchers, groupings and vector matching. */
export interface Names {
  metrics: Set<string>;
  labels: Set<string>;
}

/** The metrics and labels that a panel's query or another expression names. Throws where it is not PromQL. */
export function namesIn(query: string): Names {
  const expr = asWords(query);
  const names: Names = { metrics: new Set(metricsIn(expr)), labels: new Set() };
  treeOf(expr).tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.name === "LabelName") names.labels.add(expr.slice(from, to));
    },
  });
  return names;
}
