import { listOf } from "../../content";
import type { Policy } from "../../policy";
import { drawsNumbers } from "../panels";

export const dashboardPanelWithoutQuery: Policy = {
  name: "dashboard-panel-without-query",
  level: "advisory",
  description: "Every panel of numbers asks for some.",
  judges: "panel",
  *check(panel) {
    const { targets, libraryPanel } = panel.fields;
    if (!drawsNumbers(panel) || libraryPanel !== undefined || listOf(targets).length > 0) return;
    yield {
      found: "the panel has no query",
      why: "It is always empty, which looks like a system that is down",
      fix: "Add a query or remove the panel",
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","title":"Orders","targets":[]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","title":"Orders","targets":[{"expr":"sum(orders)"}]}]}',
  },
};
