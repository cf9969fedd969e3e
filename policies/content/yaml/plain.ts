// Plain YAML → values and positions, several times faster than a parser that keeps all of a text. What is read here is read as
// `yaml` reads it; whatever may differ is left to that.
import { FAILSAFE_SCHEMA, type LoaderState, loadAll, Type } from "js-yaml";
import { type Position, rememberPositions } from "./position";

/** Anchors, explicit keys, directives, tags, templates, and line breaks of other kinds: what parsers read in ways of their own. */
const LEFT_TO_YAML =
  /(?<=^|[\s,[{:-])[&!][^\s=&]|^[ \t-]*\?([ \t]|$)|^%|<<[ \t]*:|(?<=^|[:-] )[ \t]*\{\{|\r(?!\n)|[\u0085\u2028\u2029\ufeff]|^ *\t/m;

/** Texts without quotes that are something else in YAML 1.2, by their first character. */
const MAY_BE_OTHER = /^[-+.\d~nNtTfF]/;
const NUMBER =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

const CORE = new Type("tag:yaml.org,2002:core", {
  kind: "scalar",
  resolve: (text) => text !== null && MAY_BE_OTHER.test(text) && (WORDS.has(text) || NUMBER.test(text)),
  construct: (text) => (WORDS.has(text) ? WORDS.get(text) : numberIn(text)),
});

function numberIn(text: string): number {
  if (/nan$/i.test(text)) return Number.NaN;
  if (/inf$/i.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

const SCHEMA = FAILSAFE_SCHEMA.extend({ implicit: [CORE] });

/**
 * The values of a text's documents; undefined where the text is not plain, or not YAML.
 *
 * @param isTried Whether it is read though it may not be plain, as `yaml` refuses it.
 */
export function plainValuesOf(text: string, isTried = false): unknown[] | undefined {
  if (isTried ? text.includes("<<") : LEFT_TO_YAML.test(text)) return undefined;
  try {
    const nodes = new Nodes();
    const values = loadAll(text, null, { schema: SCHEMA, listener: (event, state) => nodes[event](state) });
    // Parsers differ on what a document without content is.
    return values.some((value) => value === null) ? undefined : values;
  } catch {
    return undefined;
  }
}

interface Node extends Position {
  /** From 0, in the text. */
  at: number;
  value: unknown;
  inside: Node[];
}

/** The nodes that are open, each with what is inside. */
class Nodes {
  private readonly opened: Node[] = [];

  open({ line, lineStart, position }: LoaderState): void {
    this.opened.push({ line: line + 1, column: position - lineStart + 1, at: position, value: undefined, inside: [] });
  }

  close({ result, input }: LoaderState): void {
    const node = this.opened.pop();
    if (!node) return;
    node.value = result;
    if (typeof result === "object" && result !== null) {
      rememberPositions(result, { itself: beginOf(node, input), fields: fieldsOf(node, result) });
      node.inside = [];
    }
    this.opened.at(-1)?.inside.push(node);
  }
}

/** Keys and values take turns. */
function fieldsOf({ inside }: Node, of: object): Map<string, Position> {
  const fields = new Map<string, Position>();
  if (Array.isArray(of)) return fields;
  for (let i = 0; i + 1 < inside.length; i += 2) {
    const { value, line, column } = inside[i] as Node;
    fields.set(String(value), { line, column });
  }
  return fields;
}

/** A node is opened behind what comes before it; it begins with its bracket, its first dash, or its first key. */
function beginOf({ line, column, at, inside, value }: Node, text: string): Position {
  const [first] = inside;
  const isList = Array.isArray(value);
  const bracket = /^\s*[[{]/.exec(text.slice(at, at + MOST_INDENTED))?.[0];
  if (!first || bracket) return inLine(text, at + (bracket?.length ?? 1) - 1, { line, column, at });
  const blanks = /- *$/.exec(text.slice(first.at - first.column + 1, first.at))?.[0].length ?? 0;
  return { line: first.line, column: first.column - (isList ? blanks : 0) };
}

/** Of blanks and comments between a key and its value no more is looked at. */
const MOST_INDENTED = 200;

function inLine(text: string, at: number, from: Position & { at: number }): Position {
  const between = text.slice(from.at, at);
  const lines = between.split("\n");
  const last = lines.at(-1) ?? "";
  return lines.length === 1
    ? { line: from.line, column: from.column + last.length }
    : { line: from.line + lines.length - 1, column: last.length + 1 };
}
