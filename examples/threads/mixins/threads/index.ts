// A content business on Threads: engagement, growth, cost and revenue, and the pipeline that makes the posts.
import { mixin, withoutOptions } from "tocsin";
import { alerts } from "./alerts";
import { businessDashboard } from "./dashboards/business";
import { pipelineDashboard } from "./dashboards/pipeline";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { threadsScenarios } from "./scenarios";

export const threads = withoutOptions(
  mixin({
    name: "threads",
    catalogue: metrics,
    layers: { business: 1 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [businessDashboard, pipelineDashboard],
    scenarios: threadsScenarios,
    normal,
  }),
);
