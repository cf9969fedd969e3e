import { textOf } from "../../content";
import type { Policy } from "../../policy";
import { variablesOf } from "../panels";

export const dashboardVariableRefresh: Policy = {
  name: "dashboard-variable-refresh",
  level: "advisory",
  isStyle: true,
  description: "Variables are asked for again when the time range changes.",
  judges: "dashboard",
  *check(dashboard) {
    for (const { type, refresh, name } of variablesOf(dashboard)) {
      // 0 never, 1 on load, 2 on a change of time.
      if (type !== "query" || Number(refresh ?? 0) === 2) continue;
      yield {
        found: `the variable ${textOf(name) ?? ""} is ${refresh === undefined || refresh === 0 ? "never" : "only on load"} refreshed`,
        why: "Who looks at last week cannot choose what was there then",
        fix: "Set refresh: 2",
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"job","type":"query","query":"label_values(up, job)","refresh":1}]}}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"job","type":"query","query":"label_values(up, job)","refresh":2}]}}',
  },
};
