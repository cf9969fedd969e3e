// RabbitMQ through its own plugin, rabbitmq_prometheus.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { rabbitmqScenarios } from "./scenarios";

export const rabbitmq = withoutOptions(
  mixin({
    name: "rabbitmq",
    catalogue: metrics,
    layers: { data: 7 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: rabbitmqScenarios,
    normal,
  }),
);
