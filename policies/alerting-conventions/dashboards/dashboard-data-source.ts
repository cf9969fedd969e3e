import { fieldsOf, textOf } from "../../content";
import type { Policy } from "../../policy";
import { isVariable } from "../panels";

/** Sources that every Grafana has. */
const BUILT_IN = /^(-- (Mixed|Dashboard|Grafana) --|grafana|datasource|__expr__)$/i;

export const dashboardDataSource: Policy = {
  name: "dashboard-data-source",
  level: "advisory",
  isStyle: true,
  description: "Panels take their data source from a variable.",
  judges: "panel",
  *check({ fields, queries }) {
    const { datasource } = fields;
    const name = textOf(fieldsOf(datasource).uid) ?? textOf(datasource);
    if (name === undefined || queries.length === 0 || isVariable(name) || BUILT_IN.test(name)) return;
    yield {
      found: `the panel asks the data source "${name}"`,
      why: "In another Grafana, and with a second Prometheus, it is another one or missing: the panel is empty",
      fix: 'Add a variable of type datasource, and write datasource: { "type": "prometheus", "uid": "$datasource" }',
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","datasource":{"type":"prometheus","uid":"P1809F7CD0C75ACF3"},"targets":[{"expr":"sum(orders)"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","datasource":{"type":"prometheus","uid":"$datasource"},"targets":[{"expr":"sum(orders)"}]}]}',
  },
};
