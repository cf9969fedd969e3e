import { isRate, rangeText, rateOver, walk } from "../../../components/promql";
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
      const call = rateOver(expr, "__interval");
      if (call !== undefined) {
        yield {
          found: `"${expr.trim()}" takes a rate over $__interval`,
          why: "Zoomed in it is shorter than two scrapes, and the panel is empty",
          fix: "Write [$__rate_interval]",
          replace: { from: call, to: call.replace(/\[[^[\]]*\]$/, "[$__rate_interval]") },
        };
        continue;
      }
      if ("error" in parsed) continue;
      const fixed = walk(parsed.expression).flatMap(({ part, inside }) =>
        part.kind === "range" && inside.some(isRate) && expr.includes(part.text) ? [part] : [],
      )[0];
      if (fixed?.seconds === undefined || fixed.seconds >= settings.number("longEnough")) continue;
      yield {
        found: `"${expr.trim()}" takes a rate over ${rangeText(fixed)}`,
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
