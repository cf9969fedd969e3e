import { ignoresValue, isCounter, isRate, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const dashboardCounterRated: Policy = {
  name: "dashboard-counter-rated",
  level: "advisory",
  description: "A panel over time draws a counter's rate or increase.",
  judges: "panel",
  *check({ queries, type }) {
    if (type !== "timeseries" && type !== "graph") return;
    for (const { parsed } of queries) {
      if ("error" in parsed) continue;
      const raw = walk(parsed.expression).find(
        ({ part, inside }) =>
          part.kind === "selector" &&
          part.name !== undefined &&
          isCounter(part.name) &&
          !inside.some(
            (outer) =>
              ignoresValue(outer) ||
              outer.kind === "range" ||
              (outer.kind === "binary" && /^(-|and|unless|on)$/.test(outer.operator)) ||
              // Of a rate and a counter's whole life no ratio is made.
              (outer.kind === "binary" && outer.operator === "/" && !walk(outer).some((one) => isRate(one.part))),
          ),
      );
      if (!raw) continue;
      yield {
        found: `the panel draws the counter ${raw.part.text} itself`,
        why: "It only rises, and falls to 0 when the process restarts: what happens now cannot be seen",
        fix: `Draw rate(${raw.part.text}[$__rate_interval])`,
      };
    }
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum by (job) (orders_total)"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"timeseries","targets":[{"expr":"sum by (job) (rate(orders_total[$__rate_interval]))"}]}]}',
  },
};
