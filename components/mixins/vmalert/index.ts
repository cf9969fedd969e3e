// vmalert, which evaluates alerts on logs; its metrics are its own, on /metrics. It comes by itself where logs are collected.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { vmalertScenarios } from "./scenarios";

export const vmalert = {
  ...withoutOptions(
    mixin({
      name: "vmalert",
      catalogue: metrics,
      layers: { monitoring: 7 },
      scrapeInterval: "15s",
      recordings,
      alerts,
      dashboards: [dashboard],
      scenarios: vmalertScenarios,
      normal,
    }),
  ),
  comesWith: ["logStore"] as const,
};
