import { asWords, parse, unwrapped } from "../../../components/promql";
import { type Fields, fieldsOf, textOf } from "../../content";
import type { Policy } from "../../policy";
import { variablesOf } from "../panels";

/** What Grafana asks Prometheus for a variable's values (its data source's metric_find_query). */
const FORMS = [
  { form: /^label_values\s*\((.+),\s*[\w$"{}.[\]]+\s*\)\s*$/s, isSelector: true },
  { form: /^query_result\s*\((.+)\)\s*$/s, isSelector: false },
];

const KNOWN = /^(label_values|query_result|metrics|label_names)\s*\(/;

export const dashboardVariableQuery: Policy = {
  name: "dashboard-variable-query",
  level: "mandatory",
  description: "Queries of a dashboard's variables can be read, and label_values(…) asks for series.",
  judges: "dashboard",
  *check(dashboard) {
    for (const variable of variablesOf(dashboard)) {
      const problem = problemOf(variable);
      if (problem === undefined) continue;
      yield {
        found: `the query of the variable ${textOf(variable.name) ?? ""} cannot be answered: ${problem}`,
        why: "The variable has no values, and the panels that ask for it are empty",
        fix: 'Write label_values(metric{label="value"}, label), or query_result(…) for an expression',
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"job","type":"query","query":"label_values(up{, job)"}]}}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"job","type":"query","query":"label_values(up, job)"}]}}',
  },
};

function problemOf({ type, query, definition, datasource }: Fields): string | undefined {
  const text = (textOf(query) ?? textOf(fieldsOf(query).query) ?? textOf(definition) ?? "").trim();
  const source = textOf(fieldsOf(datasource).type) ?? textOf(datasource) ?? "";
  if (type !== "query" || /loki|logs|influx|elastic|graphite|sql|tempo/i.test(source)) return undefined;
  const called = /^(\w+)\s*\(.*\)$/s.exec(text)?.[1];
  if (called !== undefined && !KNOWN.test(text))
    return source === "prometheus" ? `there is no ${called}(…) for variables` : undefined;
  const known = FORMS.find(({ form }) => form.test(text));
  const inner = known?.form.exec(text)?.[1];
  // By labels alone it may be Loki's.
  if (known === undefined || inner === undefined || inner.trim().startsWith("{")) return undefined;
  const parsed = parse(asWords(inner));
  // A variable can stand for any piece of text.
  if ("error" in parsed) return inner.includes("$") ? undefined : parsed.error;
  return known.isSelector && unwrapped(parsed.expression).kind !== "selector"
    ? `"${inner}" is an expression, and label_values(…) takes a metric with its matchers`
    : undefined;
}
