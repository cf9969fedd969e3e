import { fieldsOf, listOf, textOf } from "../../content";
import type { Policy } from "../../policy";
import { isUnbounded, UNBOUNDED_SETTING } from "../unbounded-labels";

export const unboundedDashboardVariable: Policy = {
  name: "unbounded-dashboard-variable",
  level: "mandatory",
  description: "No variable of a dashboard lists a label whose values never end.",
  judges: "dashboard",
  settings: UNBOUNDED_SETTING,
  *check({ fields }, settings) {
    for (const one of listOf(fieldsOf(fields.templating).list)) {
      const { name, query, definition, datasource } = fieldsOf(one);
      const text = textOf(fieldsOf(query).query) ?? textOf(query) ?? textOf(definition) ?? "";
      // A database's own rows are no series.
      if (/sql|elastic|influx|loki/i.test(textOf(fieldsOf(datasource).type) ?? "")) continue;
      const [, metric = "", label = ""] = /^label_values\((?:(.*),)?\s*(\w+)\s*\)$/s.exec(text.trim()) ?? [];
      if (!label || !isUnbounded(label, [metric.trim()], settings)) continue;
      yield {
        found: `the variable ${textOf(name) ?? ""} lists every ${label}`,
        why: "Its list is fetched whenever the dashboard is opened, and grows until the browser gives up; and the label is stored at all",
        fix: "Take the label out of the metrics; let a log or a trace tell about the single one",
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"user","type":"query","query":"label_values(http_requests_total, user_id)"}]}}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[],"templating":{"list":[{"name":"job","type":"query","query":"label_values(http_requests_total, job)"}]}}',
  },
};
