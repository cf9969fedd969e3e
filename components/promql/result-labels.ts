// Which labels the series that an expression returns can have, read from its syntax tree.
import { parser } from "@prometheus-io/lezer-promql";

type Node = ReturnType<typeof parser.parse>["topNode"];

/** The labels, or `any` where the text does not tell. */
export type ResultLabels = ReadonlySet<string> | "any";

/** What is known of the series of a name. */
export type LabelsOfSeries = (name: string) => ResultLabels;

/** Functions whose result is one value without labels. */
const WITHOUT_LABELS = new Set(["vector", "time", "scalar", "pi"]);

/** Aggregations that pick some of the series. */
const PICKS = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

const NONE: ResultLabels = new Set();

/** @param labelsOfSeries Of a series by its name. */
export function resultLabels(expr: string, labelsOfSeries: LabelsOfSeries): ResultLabels {
  const [top] = childrenOf(parser.parse(expr).topNode);
  return top ? new Reader(expr, labelsOfSeries).read(top) : NONE;
}

function childrenOf(node: Node): Node[] {
  const all: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) all.push(child);
  return all;
}

class Reader {
  constructor(
    private readonly text: string,
    private readonly labelsOfSeries: LabelsOfSeries,
  ) {}

  read(node: Node): ResultLabels {
    const [first] = childrenOf(node);
    switch (node.name) {
      case "NumberDurationLiteral":
      case "StringLiteral":
        return NONE;
      case "VectorSelector": {
        const name = node.getChild("Identifier");
        return name ? this.labelsOfSeries(this.textOf(name)) : "any";
      }
      case "BinaryExpr":
        return this.ofBinary(node);
      case "AggregateExpr":
        return this.ofAggregation(node);
      case "FunctionCall":
        return this.ofCall(node);
      case "UnaryExpr":
        return this.read(childrenOf(node)[1] ?? node);
      default:
        // What stands in parentheses, is shifted, or is taken over a time.
        return first ? this.read(first) : NONE;
    }
  }

  private ofBinary(node: Node): ResultLabels {
    const [left, operator, ...rest] = childrenOf(node);
    const right = rest.at(-1);
    if (!left || !operator || !right) return NONE;
    const ofLeft = this.read(left);
    if (operator.name === "Or") return union(ofLeft, this.read(right));
    if (isNumber(right) || ["And", "Unless"].includes(operator.name)) return ofLeft;
    if (isNumber(left)) return this.read(right);
    const matching = node.getChild("MatchingModifierClause");
    if (!matching) return ofLeft;
    const [on, added] = matching.getChildren("GroupingLabels").map((labels) => this.names(labels));
    if (matching.getChild("GroupLeft")) return union(ofLeft, new Set(added));
    if (matching.getChild("GroupRight")) return union(this.read(right), new Set(added));
    return matching.getChild("On") ? kept(ofLeft, on ?? []) : without(ofLeft, on ?? []);
  }

  private ofAggregation(node: Node): ResultLabels {
    const of = this.arguments(node).at(-1);
    const inner = of ? this.read(of) : NONE;
    const operator = node.getChild("AggregateOp");
    if (operator && PICKS.has(this.textOf(operator).toLowerCase())) return inner;
    const modifier = node.getChild("AggregateModifier");
    const grouping = modifier?.getChild("GroupingLabels");
    if (!modifier || !grouping) return NONE;
    return modifier.getChild("By") ? kept(inner, this.names(grouping)) : without(inner, this.names(grouping));
  }

  private ofCall(node: Node): ResultLabels {
    const [name] = childrenOf(node);
    const called = name ? this.textOf(name).toLowerCase() : "";
    const given = this.arguments(node);
    const of = given.find(({ name: kind }) => !["NumberDurationLiteral", "StringLiteral"].includes(kind));
    if (WITHOUT_LABELS.has(called) || !of) return NONE;
    if (called === "absent" || called === "absent_over_time") return this.matched(of);
    const inner = this.read(of);
    if (called === "histogram_quantile") return without(inner, ["le"]);
    if (called !== "label_replace" && called !== "label_join") return inner;
    const target = given.find(({ name: kind }) => kind === "StringLiteral");
    return union(inner, new Set(target ? [this.textOf(target).slice(1, -1)] : []));
  }

  /** What `absent` returns has the labels that the selector asks for by `=`. */
  private matched(node: Node): ResultLabels {
    const found: string[] = [];
    node.cursor().iterate(({ name, node: one }) => {
      if (name !== "UnquotedLabelMatcher" || !one.getChild("MatchOp")?.getChild("EqlSingle")) return;
      const label = one.getChild("LabelName");
      if (label) found.push(this.textOf(label));
    });
    return new Set(found);
  }

  private arguments(node: Node): Node[] {
    const body = node.getChild("FunctionCallBody");
    return body ? childrenOf(body) : [];
  }

  private readonly names = (grouping: Node) => grouping.getChildren("LabelName").map((label) => this.textOf(label));

  private textOf({ from, to }: Node): string {
    return this.text.slice(from, to);
  }
}

const isNumber = (node: Node): boolean =>
  node.name === "NumberDurationLiteral" ||
  (["ParenExpr", "UnaryExpr"].includes(node.name) && childrenOf(node).every(isNumber));

const union = (one: ResultLabels, other: ResultLabels): ResultLabels =>
  one === "any" || other === "any" ? "any" : new Set([...one, ...other]);

const kept = (labels: ResultLabels, names: readonly string[]): ResultLabels =>
  new Set(names.filter((name) => labels === "any" || labels.has(name)));

const without = (labels: ResultLabels, names: readonly string[]): ResultLabels =>
  labels === "any" ? "any" : new Set([...labels].filter((name) => !names.includes(name)));
