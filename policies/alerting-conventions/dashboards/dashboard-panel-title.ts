import { textOf } from "../../content";
import type { Policy } from "../../policy";
import { drawsNumbers } from "../panels";

export const dashboardPanelTitle: Policy = {
  name: "dashboard-panel-title",
  level: "advisory",
  isStyle: true,
  description: "Every panel has a title and a description.",
  judges: "panel",
  *check(panel) {
    if (!drawsNumbers(panel)) return;
    const missing = ["title", "description"].filter((name) => !textOf(panel.fields[name])?.trim());
    // A panel in another's library has them there.
    if (missing.length === 0 || panel.fields.libraryPanel !== undefined) return;
    yield {
      found: `the panel has no ${missing.join(" and no ")}`,
      why: "Nobody but its author knows what it shows, and what would be wrong",
      fix: `Add ${missing.join(" and ")}: what is drawn, and which values are good`,
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","title":"Orders","targets":[]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","title":"Orders","description":"Orders a second; more than 1 by day","targets":[]}]}',
  },
};
