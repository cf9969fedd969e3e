import { canHave, labelsOf } from "../../../components/promql";
import { fieldsOf, type GrafanaRule, listOf, textOf } from "../../content";
import type { Policy } from "../../policy";
import { labelsIn, showsValue } from "../templates";

export const grafanaRuleStages: Policy = {
  name: "grafana-rule-stages",
  level: "mandatory",
  description: "The stages of a rule that Grafana evaluates lead to its condition.",
  judges: "Grafana rule",
  *check(rule) {
    const stages = stagesOf(rule);
    const condition = textOf(rule.fields.condition);
    if (stages.length === 0) return;
    const found = (what: string, why: string, fix: string) => ({ found: what, why, fix });
    if (condition !== undefined && !stages.some(({ refId }) => refId === condition))
      yield found(
        `the condition ${condition} names no query`,
        "Grafana refuses the rule",
        `Name one of ${stages.map(({ refId }) => refId).join(", ")}`,
      );
    for (const { refId, type, from, isRange } of stages) {
      for (const name of from.filter((one) => !stages.some((stage) => stage.refId === one)))
        yield found(
          `the expression ${refId} reads ${name}, which is not there`,
          "Each evaluation fails",
          "Name a query of the rule",
        );
      const range = stages.find((stage) => from.includes(stage.refId) && stage.isRange);
      if (range && type === "threshold" && !isRange)
        yield found(
          `the threshold ${refId} reads the range of ${range.refId}`,
          "A threshold takes one value a series: each evaluation fails",
          `Put a reduce between them, or make ${range.refId} instant`,
        );
    }
    for (const [label, text] of Object.entries(rule.labels))
      if (showsValue(text))
        yield found(
          `the label ${label} holds the value: ${text}`,
          "Each new value is another alert, which waits for its whole time again",
          "Put the value into an annotation",
        );
    const [query, ...more] = rule.queries;
    if (!query || more.length > 0 || "error" in query.parsed) return;
    const left = labelsOf(query.parsed.expression);
    for (const [name, text] of Object.entries(rule.annotations)) {
      const lost = [...labelsIn(text)].filter(
        (label) => !/^(alertname|grafana_folder)$/.test(label) && !canHave(left, label),
      );
      if (lost.length > 0)
        yield found(
          `${name} names ${lost.map((label) => `$labels.${label}`).join(", ")}, which the query does not leave`,
          "The text has a gap where it should say which one it is",
          `Keep ${lost.join(", ")} in the query's by (…)`,
        );
    }
  },
  examples: {
    bad: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules:\n      - title: ShopErrors\n        condition: C\n        data:\n          - { refId: A, datasourceUid: prometheus, model: { expr: errors, instant: true } }\n          - { refId: B, datasourceUid: __expr__, model: { type: threshold, expression: A } }",
    good: "apiVersion: 1\ngroups:\n  - name: shop\n    folder: shop\n    rules:\n      - title: ShopErrors\n        condition: B\n        data:\n          - { refId: A, datasourceUid: prometheus, model: { expr: errors, instant: true } }\n          - { refId: B, datasourceUid: __expr__, model: { type: threshold, expression: A } }",
  },
};

interface Stage {
  refId: string;
  type: string;
  /** The stages that it reads. */
  from: readonly string[];
  isRange: boolean;
}

/** The provider takes the model as JSON. */
function modelOf(model: unknown) {
  if (typeof model !== "string") return fieldsOf(model);
  try {
    return fieldsOf(JSON.parse(model));
  } catch {
    return {};
  }
}

function stagesOf({ fields }: GrafanaRule): Stage[] {
  return listOf(fields.data ?? fields.datas).map((value) => {
    const { refId, model, datasourceUid } = fieldsOf(value);
    const { type, expression, range, instant } = modelOf(model);
    const isExpression = /^(__expr__|-100)$/.test(textOf(datasourceUid) ?? "");
    const text = textOf(expression) ?? "";
    const named = [...text.matchAll(/\$\{?(\w+)\}?/g)].map(([, name = ""]) => name);
    return {
      refId: textOf(refId) ?? "",
      type: isExpression ? (textOf(type) ?? "") : "query",
      from:
        !isExpression || type === "classic_conditions"
          ? []
          : type === "math"
            ? named
            : text === ""
              ? []
              : [text.replace(/^\$\{?|\}$/g, "")],
      isRange: !isExpression && range === true && instant !== true,
    };
  });
}
