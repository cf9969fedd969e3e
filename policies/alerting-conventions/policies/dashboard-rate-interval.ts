import { isRate, secondsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const dashboardRateInterval: Policy = {
  name: "dashboard-rate-interval",
  level: "advisory",
  description: "Rates of panels follow the resolution: [$__rate_interval].",
  judges: "panel",
  settings: {
    longEnough: {
      default: 300,
      description: "Seconds of a fixed range that holds samples whatever the scrape interval",
    },
  },
  *check({ queries, type }, settings) {
    // One number of now, and lists of them, may well be of a fixed span.
    if (type !== "timeseries" && type !== "graph") return;
    for (const { expr, parsed } of queries) {
      const call = /\b(?:rate|irate|increase)\s*\([^()]*\[\$\{?__interval\}?\]/.exec(expr)?.[0];
      if (call !== undefined) {
        yield {
          found: `"${expr.trim()}" takes a rate over $__interval`,
          why: "Zoomed in it is shorter than two scrapes, and the panel is empty",
          fix: "Write [$__rate_interval]",
          replace: { from: call, to: call.replace(/\[.*\]$/, "[$__rate_interval]") },
        };
        continue;
      }
      if ("error" in parsed || !walk(parsed.expression).some(({ part }) => isRate(part))) continue;
      const [fixed, seconds = 0] =
        [...expr.matchAll(/\[(\d+[smhd])\]/g)].map(([whole, text = ""]) => [whole, secondsOf(text)] as const)[0] ?? [];
      if (!fixed || seconds >= settings.number("longEnough")) continue;
      yield {
        found: `"${expr.trim()}" takes a rate over ${fixed}`,
        why: "Zoomed out it leaves out what happens between two points; zoomed in, or with rarer scrapes, it is empty",
        fix: "Write [$__rate_interval]",
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum(rate(orders_total[1m]))"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum(rate(orders_total[$__rate_interval]))"}]}]}',
  },
};
