import type { Policy } from "../../policy";
import { isRate, walk } from "../../promql";

export const dashboardRateInterval: Policy = {
  name: "dashboard-rate-interval",
  level: "advisory",
  description: "Rates of panels follow the resolution: [$__rate_interval].",
  judges: "panel",
  *check({ queries, type }) {
    // One number of now, and lists of them, may well be of a fixed span.
    if (type !== "timeseries" && type !== "graph") return;
    for (const { expr, parsed } of queries) {
      if ("error" in parsed || !walk(parsed.expression).some(({ part }) => isRate(part))) continue;
      const [fixed] = /\[\d+[smh]\]/.exec(expr) ?? [];
      if (!fixed) continue;
      yield {
        found: `"${expr.trim()}" takes a rate over ${fixed}`,
        why: "Zoomed out it leaves out what happens between two points; zoomed in, or with rarer scrapes, it is empty",
        fix: "Write [$__rate_interval]",
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum(rate(orders_total[5m]))"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum(rate(orders_total[$__rate_interval]))"}]}]}',
  },
};
