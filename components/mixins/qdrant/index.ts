// Qdrant, which gives its metrics itself, on /metrics of its HTTP port 6333.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { qdrantScenarios } from "./scenarios";

export const qdrant = withoutOptions(
  mixin({
    name: "qdrant",
    catalogue: metrics,
    layers: { data: 5 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: qdrantScenarios,
    normal,
  }),
);
