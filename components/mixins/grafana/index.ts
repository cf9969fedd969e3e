// Grafana, which gives its metrics itself.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { grafanaScenarios } from "./scenarios";

export const grafana = withoutOptions(
  mixin({
    name: "grafana",
    catalogue: metrics,
    layers: { monitoring: 4 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: grafanaScenarios,
    normal,
  }),
);
