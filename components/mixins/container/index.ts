// Containers of plain Docker hosts, seen by cAdvisor.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { oomKillsByHost } from "./oom";
import { recordings } from "./recordings";
import { containerScenarios } from "./scenarios";

export const container = withoutOptions(
  mixin({
    name: "container",
    catalogue: metrics,
    layers: { infrastructure: 2, containers: 1 },
    shardBy: "host",
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: containerScenarios,
    normal,
    // The container's own alert says which one was killed.
    explains: [{ of: ["NodeOomKillDetected"], unless: `on (host) (${oomKillsByHost} > 0)` }],
  }),
);
