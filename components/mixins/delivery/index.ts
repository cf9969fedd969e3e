// The way of the configuration from its bucket to the monitoring servers that pull it.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { deliveryScenarios } from "./scenarios";

export const delivery = withoutOptions(
  mixin({
    name: "delivery",
    catalogue: metrics,
    layers: { monitoring: 5 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: deliveryScenarios,
    normal,
  }),
);
