// Queue workers such as Celery's, seen by celery-exporter: one exporter for each broker.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { workerScenarios } from "./scenarios";

export const worker = withoutOptions(
  mixin({
    name: "worker",
    catalogue: metrics,
    layers: { applications: 3 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: workerScenarios,
    normal,
  }),
);
