import { textOf } from "../../content";
import type { Policy } from "../../policy";
import { variablesOf } from "../panels";

export const dashboardDataSourceVariable: Policy = {
  name: "dashboard-data-source-variable",
  level: "advisory",
  isStyle: true,
  description: "A dashboard of Prometheus' data has a variable for its data source.",
  judges: "dashboard",
  *check(dashboard) {
    if (!dashboard.panels.some(({ queries }) => queries.length > 0)) return;
    const sources = variablesOf(dashboard).filter(({ type }) => type === "datasource");
    if (
      sources.some(({ query, pluginId }) =>
        /prometheus|mimir|loki/i.test(textOf(query) ?? textOf(pluginId) ?? "prometheus"),
      )
    )
      return;
    yield {
      found: "the dashboard has no variable of type datasource",
      why: "It shows one Prometheus only; with another environment or a long-term store beside it, it has to be copied",
      fix: 'Add { "name": "datasource", "type": "datasource", "query": "prometheus" } to templating.list',
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","targets":[{"expr":"sum(orders)"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"templating":{"list":[{"name":"datasource","type":"datasource","query":"prometheus"}]},"panels":[{"type":"stat","targets":[{"expr":"sum(orders)"}]}]}',
  },
};
