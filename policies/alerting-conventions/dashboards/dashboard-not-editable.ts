import type { Policy } from "../../policy";

export const dashboardNotEditable: Policy = {
  name: "dashboard-not-editable",
  level: "advisory",
  isStyle: true,
  description: "A dashboard that is deployed as code cannot be edited by hand.",
  judges: "dashboard",
  *check({ fields }) {
    if (fields.editable === false) return;
    yield {
      found: "the dashboard can be edited in Grafana",
      why: "What is changed there is gone with the next deployment",
      fix: "Set editable: false",
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[]}',
    good: '{"title":"Shop","schemaVersion":39,"editable":false,"panels":[]}',
  },
};
