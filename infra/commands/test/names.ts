// Names in a PromQL expression.
import { parser } from "@prometheus-io/lezer-promql";

export interface Names {
  metrics: Set<string>;
  /** Labels in matchers, groupings and vector matching. */
  labels: Set<string>;
}

/** Grafana's variables in an expression, replaced so that it is valid PromQL. */
const withoutVariables = (expr: string) => expr.replace(/\$__\w+/g, "5m").replace(/\$\w+/g, "x");

/** The metrics and labels that an expression names. Throws where it is not PromQL. */
export function namesIn(expr: string): Names {
  const text = withoutVariables(expr);
  const names: Names = { metrics: new Set(), labels: new Set() };
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`not PromQL: ${expr}`);
      const found = text.slice(from, to);
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector") names.metrics.add(found);
      if (type.name === "LabelName") names.labels.add(found);
    },
  });
  return names;
}
