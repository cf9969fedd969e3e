// The hooks of remediation: whether they do what alerts ask them for. It comes by itself where the settings have hooks.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { repairsScenarios } from "./scenarios";

export const repairs = {
  ...withoutOptions(
    mixin({
      name: "repairs",
      catalogue: metrics,
      layers: { monitoring: 10 },
      scrapeInterval: "15s",
      recordings,
      alerts,
      dashboards: [dashboard],
      scenarios: repairsScenarios,
      normal,
    }),
  ),
  comesWith: ["remediation"] as const,
};
