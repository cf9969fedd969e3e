// MongoDB, seen by Percona's mongodb_exporter: one exporter for each server.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { exporter } from "./exporter";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { mongodbScenarios } from "./scenarios";

export const mongodb = withoutOptions(
  mixin({
    name: "mongodb",
    catalogue: metrics,
    layers: { data: 4 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: mongodbScenarios,
    normal,
  }),
  exporter,
);
