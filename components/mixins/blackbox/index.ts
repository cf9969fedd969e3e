// Addresses, probed from outside by the blackbox exporter.
import { mixin } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { blackboxScenarios } from "./scenarios";

export const blackbox = mixin({
  name: "blackbox",
  catalogue: metrics,
  layers: { data: 8, monitoring: 3 },
  targets: "prober",
  scrapeInterval: "10s",
  recordings,
  alerts,
  dashboards: [dashboard],
  scenarios: blackboxScenarios,
  normal,
});
