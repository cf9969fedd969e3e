// PostgreSQL through postgres_exporter.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { exporter } from "./exporter";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { postgresScenarios } from "./scenarios";

export const postgres = withoutOptions(
  mixin({
    name: "postgres",
    catalogue: metrics,
    layers: { data: 3 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: postgresScenarios,
    normal,
  }),
  exporter,
);
