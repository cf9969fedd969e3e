// Jaeger, and what the gateway before it shows of sampling; their metrics are their own. It comes by itself where traces are taken.
import { z } from "zod";
import { mixin, withOptions } from "../mixin";
import { alertsFor } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { jaegerScenarios } from "./scenarios";

const options = z.strictObject({
  sharePercent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe("The share of traces that the gateway keeps, as its settings say."),
});

export const jaeger = {
  ...withOptions(options, ([first]) =>
    mixin({
      name: "jaeger",
      catalogue: metrics,
      layers: { monitoring: 11 },
      scrapeInterval: "15s",
      recordings,
      alerts: alertsFor(first?.sharePercent ?? 10),
      dashboards: [dashboard],
      scenarios: jaegerScenarios,
      normal,
    }),
  ),
  comesWith: ["traces"] as const,
};
