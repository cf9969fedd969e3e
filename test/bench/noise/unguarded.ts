// An alert's expression without its guards: what `and` and `unless` add to the condition itself.
import { parser } from "@prometheus-io/lezer-promql";

type Node = ReturnType<typeof parser.parse>["topNode"];

/** The expression whose binary `and`s and `unless`es, the outermost first, are replaced by what stands before them. */
export function unguarded(expr: string): string {
  const found = guardIn(parser.parse(expr).topNode);
  if (!found) return expr;
  const { guarded, whole } = found;
  return unguarded(expr.slice(0, whole.from) + expr.slice(guarded.from, guarded.to) + expr.slice(whole.to));
}

function guardIn(node: Node): { guarded: Node; whole: Node } | undefined {
  if (node.name === "BinaryExpr" && (node.getChild("And") || node.getChild("Unless"))) {
    const guarded = node.firstChild;
    if (guarded) return { guarded, whole: node };
  }
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const found = guardIn(child);
    if (found) return found;
  }
  return undefined;
}
