// The interview worker's own work. The same process is an entry of the mixins `service` (metrics: http) and `nodejs` too,
// which watch its requests and its runtime; MongoDB and Redis have theirs.
import { mixin, withoutOptions } from "tocsin";
import { alerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { interviewScenarios } from "./scenarios";

export const interviews = withoutOptions(
  mixin({
    name: "interviews",
    catalogue: metrics,
    layers: { applications: 5, business: 3 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards,
    scenarios: interviewScenarios,
    normal,
  }),
);
