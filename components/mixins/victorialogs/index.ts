// VictoriaLogs, the store of log lines; its metrics are its own, on /metrics. It comes by itself where logs are collected.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { victorialogsScenarios } from "./scenarios";

export const victorialogs = {
  ...withoutOptions(
    mixin({
      name: "victorialogs",
      catalogue: metrics,
      layers: { monitoring: 6 },
      scrapeInterval: "15s",
      recordings,
      alerts,
      dashboards: [dashboard],
      scenarios: victorialogsScenarios,
      normal,
    }),
  ),
  comesWith: ["logStore"] as const,
};
