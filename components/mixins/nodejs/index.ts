// Processes of Node.js, by the default metrics of prom-client.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { nodejsScenarios } from "./scenarios";

export const nodejs = withoutOptions(
  mixin({
    name: "nodejs",
    catalogue: metrics,
    layers: { applications: 2 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: nodejsScenarios,
    normal,
  }),
);
