// Matchers added to and taken from the selectors of an expression. Panels' queries have Grafana's variables, which are not
// always PromQL: the grammar reads around what it does not know.
import type { Matcher, Selector } from "../syntax/expression";
import { type Tree, treeOf } from "../syntax/tree";

type Node = Tree["topNode"];

interface Edit {
  from: number;
  to: number;
  text: string;
}

export const matcherText = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${JSON.stringify(value)}`;

/** A selector as it is usually written. */
export function selectorText(name: Selector["name"], matchers: readonly Matcher[]): string {
  const written = matchers.map(matcherText).join(",");
  return `${matchers.some(({ label }) => label === "__name__") ? "" : (name ?? "")}${written && `{${written}}`}`;
}

/** The expression with another matcher, such as `job="a"`, in each of its selectors. */
export const withMatcher = (expr: string, matcher: string): string =>
  edited(expr, (selector) => {
    const braces = selector.getChild("LabelMatchers");
    return braces
      ? [{ from: braces.from + 1, to: braces.from + 1, text: braces.firstChild ? `${matcher},` : matcher }]
      : [{ from: selector.to, to: selector.to, text: `{${matcher}}` }];
  });

/** The expression without some of its matchers, which are asked about as they are written. */
export const withoutMatchers = (expr: string, isLeftOut: (value: string, operator: string) => boolean): string =>
  edited(expr, (selector) => {
    const all = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
    const textOf = (node: Node | null) => (node ? expr.slice(node.from, node.to) : "");
    const [kept, left] = [false, true].map((out) =>
      all.filter(
        (one) => isLeftOut(textOf(one.getChild("StringLiteral")).slice(1, -1), textOf(one.getChild("MatchOp"))) === out,
      ),
    );
    const [first, last] = [all[0], all.at(-1)];
    if (!first || !last || !left?.length) return [];
    return [{ from: first.from, to: last.to, text: (kept ?? []).map(textOf).join(",") }];
  });

/** From the last to the first, so that places stay where they are. */
function edited(expr: string, editsOf: (selector: Node) => readonly Edit[]): string {
  const edits: Edit[] = [];
  treeOf(expr).tree.iterate({
    enter: ({ type, node }) => {
      if (type.name === "VectorSelector") edits.push(...editsOf(node));
    },
  });
  return edits.reduceRight((text, { from, to, text: more }) => text.slice(0, from) + more + text.slice(to), expr);
}
