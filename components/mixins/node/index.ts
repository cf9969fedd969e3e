// Hosts, seen by node exporter.
import { mixin } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { nodeScenarios } from "./scenarios";

export const node = mixin({
  name: "node",
  catalogue: metrics,
  layers: { infrastructure: 1 },
  targets: "hosts",
  shardBy: "host",
  scrapeInterval: "10s",
  recordings,
  alerts,
  dashboards: [dashboard],
  scenarios: nodeScenarios,
  normal,
});
