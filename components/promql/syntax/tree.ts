// Text → syntax tree, with the grammar that Prometheus' own editor uses.
import { parser } from "@prometheus-io/lezer-promql";
import { secondsOf } from "./literals";
import { rewritten } from "./rewritten";

export type Tree = ReturnType<typeof parser.parse>;

/** The tree of the text as it is written; where that has an error, of what Prometheus reads beyond the grammar. */
export function treeOf(text: string): { tree: Tree; errorAt: number | undefined } {
  const tree = parser.parse(text);
  const errorAt = errorIn(tree);
  if (errorAt === undefined) return { tree, errorAt };
  const other = rewritten(text);
  const again = other === text ? tree : parser.parse(other);
  return { tree: again, errorAt: errorIn(again) };
}

function errorIn(tree: Tree): number | undefined {
  for (const cursor = tree.cursor(); cursor.next(); ) if (cursor.type.isError) return cursor.from;
  return undefined;
}

/** Whether the text is written in a way that only later versions than Prometheus 2.42 read. */
export function isNewerSyntax(text: string): boolean {
  for (const cursor = treeOf(text).tree.cursor(); cursor.next(); ) {
    if (NEWER.has(cursor.name)) return true;
    const written = text.slice(cursor.from, cursor.to);
    if (cursor.name === "DurationExpr" && /[^\da-z]/i.test(written)) return true;
    if (cursor.name === "NumberDurationLiteral" && (secondsOf(written) !== undefined || written.includes("_")))
      return true;
    if (cursor.name === "NumberDurationLiteralInDurationContext" && !/[a-z]/i.test(written)) return true;
  }
  return false;
}

const NEWER = new Set([
  ...["QuotedLabelName", "QuotedLabelMatcher", "AnchoredExpr", "SmoothedExpr", "FillModifier"],
  ...["DurationStep", "DurationRange", "DurationMinOf", "DurationMaxOf"],
]);
