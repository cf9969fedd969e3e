// A storage that has the series of several environments: a variable chooses among them, in every query of a dashboard.
import { withMatcher } from "../promql";
import { type Dashboard, matcherOf, type Panel, type Variable } from "./dashboard";

/** The label that each Prometheus adds to what it sends elsewhere. */
const LABEL = "environment";

/** The dashboard for such a storage; `chosen` is the environment that a viewer sees at first, all of them by default. */
export function acrossEnvironments(dashboard: Dashboard, chosen?: string): Dashboard {
  // A Prometheus has not the label on its own series, and rules that a storage evaluates lose it.
  const variable: Variable = { label: LABEL, from: "up", mayLack: true, ...(chosen && { chosen }) };
  const within = (expr: string) => withMatcher(expr, matcherOf(variable));
  const narrowed = ({ queries, opens, ...panel }: Panel): Panel => ({
    ...panel,
    queries: mapValues(queries, within),
    ...(opens && { opens: mapValues(opens, (url) => `${url}&\${${LABEL}:queryparam}`) }),
  });
  return {
    ...dashboard,
    variables: [variable, ...dashboard.variables.map((one) => ({ ...one, from: within(one.from) }))],
    rows: dashboard.rows.map((row) => ({ ...row, panels: row.panels.map(narrowed) })),
  };
}

const mapValues = (record: Readonly<Record<string, string>>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
