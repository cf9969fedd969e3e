// Kafka: kafka_exporter once for a cluster, and the JMX exporter in each broker and controller.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { exporter } from "./exporter";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { kafkaScenarios } from "./scenarios";

export const kafka = withoutOptions(
  mixin({
    name: "kafka",
    catalogue: metrics,
    layers: { data: 6 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: kafkaScenarios,
    normal,
  }),
  exporter,
);
