import { textOf } from "../../content";
import type { Policy } from "../../policy";

export const dashboardUid: Policy = {
  name: "dashboard-uid",
  level: "advisory",
  isStyle: true,
  description: "A dashboard has a uid of its own.",
  judges: "dashboard",
  *check({ fields }) {
    const uid = textOf(fields.uid) ?? "";
    if (uid !== "" && uid.length <= 40) return;
    yield {
      found: uid === "" ? "the dashboard has no uid" : `the uid has ${uid.length} characters; Grafana takes 40`,
      why: "Its address changes with each import: links of alerts and runbooks lead nowhere",
      fix: "Set uid: a short name that stays",
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[]}',
    good: '{"title":"Shop","uid":"shop","schemaVersion":39,"panels":[]}',
  },
};
