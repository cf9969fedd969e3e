// The OpenTelemetry Collector, as an agent or as a gateway; its metrics are its own, on port 8888. It comes by itself where logs
// are collected or traces taken.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { otelcolScenarios } from "./scenarios";

export const otelcol = {
  ...withoutOptions(
    mixin({
      name: "otelcol",
      catalogue: metrics,
      layers: { monitoring: 8 },
      scrapeInterval: "15s",
      recordings,
      alerts,
      dashboards: [dashboard],
      scenarios: otelcolScenarios,
      normal,
    }),
  ),
  comesWith: ["logs", "traces"] as const,
};
