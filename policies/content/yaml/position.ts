// Where the fields of a parsed document stand in its text.
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";

export interface Position {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

interface Positions {
  itself: Position;
  fields: ReadonlyMap<string, Position>;
}

/** By the object or list that a node became. */
const known = new WeakMap<object, Positions>();

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Remembers where an object or list stands, and its fields. */
export function rememberPositions(of: object, positions: Positions): void {
  if (!known.has(of)) known.set(of, positions);
}

/** Remembers where the parts of a document's value stand. */
export function remember(document: Document.Parsed, value: unknown, lines: LineCounter): void {
  const at = (node: unknown): Position => {
    const offset = isObject(node) && Array.isArray(node.range) ? Number(node.range[0]) : 0;
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const waiting: [unknown, unknown][] = [[document.contents, value]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [given, of] = next;
    if (!isObject(of) || known.has(of)) continue;
    const node: Node | undefined | unknown = isAlias(given) ? given.resolve(document) : given;
    const fields = new Map<string, Position>();
    if (isMap(node)) {
      for (const { key, value: inner } of node.items) {
        const name = isScalar(key) ? String(key.value) : "";
        fields.set(name, at(key));
        if (name in of) waiting.push([inner, of[name]]);
      }
    } else if (isSeq(node)) {
      for (const [index, inner] of node.items.entries()) waiting.push([inner, of[String(index)]]);
    }
    rememberPositions(of, { itself: at(node), fields });
  }
}

/** Where a value stands, or one of its fields; nothing where it was not read from YAML. */
export function positionOf(value: unknown, field?: string): Partial<Position> {
  const positions = isObject(value) ? known.get(value) : undefined;
  return (field === undefined ? undefined : positions?.fields.get(field)) ?? positions?.itself ?? {};
}
