// Prometheus, watching itself.
import { mixin } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { prometheusScenarios } from "./scenarios";

export const prometheus = mixin({
  name: "prometheus",
  catalogue: metrics,
  layers: { monitoring: 1 },
  targets: { part: "prometheus" },
  shardBy: "server",
  scrapeInterval: "15s",
  recordings,
  alerts,
  dashboards: [dashboard],
  scenarios: prometheusScenarios,
  normal,
});
