import { fieldsOf, listOf } from "../../content";
import type { Policy } from "../../policy";
import { drawsNumbers, unitOf } from "../panels";

export const dashboardPanelUnit: Policy = {
  name: "dashboard-panel-unit",
  level: "advisory",
  isStyle: true,
  description: "Every panel of numbers has a unit.",
  judges: "panel",
  *check(panel) {
    const { fields } = panel;
    if (
      !drawsNumbers(panel) ||
      panel.queries.length === 0 ||
      panel.type === "table" ||
      panel.type === "heatmap" ||
      unitOf(panel)
    )
      return;
    const { defaults, overrides } = fieldsOf(fields.fieldConfig);
    const shownAsText =
      listOf(fieldsOf(defaults).mappings).length > 0 || fieldsOf(fieldsOf(fields.options).reduceOptions).fields;
    const perField = listOf(overrides).some((one) =>
      listOf(fieldsOf(one).properties).some((property) => fieldsOf(property).id === "unit"),
    );
    if (shownAsText || perField) return;
    yield {
      found: "the panel has no unit",
      why: "1200 may be milliseconds, bytes or orders: everybody guesses, at night wrongly",
      fix: 'Set fieldConfig.defaults.unit: "s", "bytes", "percentunit", "reqps" or "short"',
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","title":"Orders","targets":[{"expr":"sum(rate(orders_total[5m]))"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","title":"Orders","fieldConfig":{"defaults":{"unit":"reqps"}},"targets":[{"expr":"sum(rate(orders_total[5m]))"}]}]}',
  },
};
