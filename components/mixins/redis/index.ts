// Redis, seen by redis_exporter: one exporter for each instance.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { exporter } from "./exporter";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { redisScenarios } from "./scenarios";

export const redis = withoutOptions(
  mixin({
    name: "redis",
    catalogue: metrics,
    layers: { data: 1 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: redisScenarios,
    normal,
  }),
  exporter,
);
